import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender } from './measure.ts'

const home = join(dirname(fileURLToPath(import.meta.url)), '../peers/emmett')

export type Emmett =
  | { readonly contenders: ReadonlyArray<Contender>; readonly close: () => unknown }
  | { readonly unavailable: string }

/**
 * Emmett on SQLite in a process of its own, or why it is not to be had. Its driver is compiled when it is first
 * installed, which takes about a minute; it is no dependency of the workspace.
 */
export const openEmmett = async (folder: string, say: (what: string) => void): Promise<Emmett> => {
  const failure = install(say)
  if (failure !== null) return { unavailable: failure }
  const child = fork(join(home, 'run.mjs'), [folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  try {
    await answer(child)
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : 'it did not start' }
  }
  const contender = (variant: string): Contender => ({
    name: `emmett ${variant}`,
    round: async (milliseconds) => {
      if (!child.connected) return Number.NaN
      child.send({ variant, milliseconds })
      return answer(child).then(
        ({ rate }) => rate ?? Number.NaN,
        () => Number.NaN,
      )
    },
  })
  return {
    contenders: [contender('append'), contender('projection')],
    close: () => child.connected && child.disconnect(),
  }
}

const install = (say: (what: string) => void): string | null => {
  if (existsSync(join(home, 'node_modules/.package-lock.json'))) return null
  say('installing Emmett on SQLite, once; its driver is compiled (--no-peers goes without it)')
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
