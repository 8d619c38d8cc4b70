import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender } from './measure.ts'

const peers = join(dirname(fileURLToPath(import.meta.url)), '../peers')

export type Emmett =
  | { readonly contenders: ReadonlyArray<Contender>; readonly close: () => unknown }
  | { readonly unavailable: string }

/** One of the folders of `peers`, and what its program is started with. */
export type Peer = {
  readonly folder: string
  /** What is said before it is installed. */
  readonly installing: string
  readonly args: ReadonlyArray<string>
  readonly variants: ReadonlyArray<{
    readonly name: string
    readonly variant: string
    readonly posters: number
  }>
}

/** Emmett in a process of its own, or why it is not to be had; it is no dependency of the workspace. */
export const openEmmett = async (
  { folder, installing, args, variants }: Peer,
  say: (what: string) => void,
): Promise<Emmett> => {
  const home = join(peers, folder)
  if (!existsSync(join(home, 'node_modules/.package-lock.json'))) {
    say(`installing ${installing}, once (--no-peers goes without it)`)
    const failure = install(home)
    if (failure !== null) return { unavailable: failure }
  }
  const child = fork(join(home, 'run.mjs'), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  try {
    await answer(child)
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : 'it did not start' }
  }
  const contenders = variants.map(
    ({ name, variant, posters }): Contender => ({
      name,
      round: async (milliseconds) => {
        if (!child.connected) return Number.NaN
        child.send({ variant, posters, milliseconds })
        return answer(child).then(
          ({ rate }) => rate ?? Number.NaN,
          () => Number.NaN,
        )
      },
    }),
  )
  return { contenders, close: () => child.connected && child.disconnect() }
}

const install = (home: string): string | null => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const result = spawnSync(npm, ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: home,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 300_000,
  })
  if (result.status === 0) return null
  return result.error?.message ?? `npm install failed (${result.stderr.trim().split('\n').at(-1) ?? ''})`
}

type Answer = { readonly rate?: number }

const answer = (child: ChildProcess): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const ended = () => reject(new Error('its process ended'))
    child.once('exit', ended)
    child.once('message', (message: Answer) => {
      child.off('exit', ended)
      resolve(message)
    })
  })
