import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../index.ts', import.meta.url))

/** The example in a process of its own, with nothing of the environment's about databases. */
export type Example = {
  readonly kill: (signal: NodeJS.Signals) => void
  /** Resolves when it has printed a line like this. */
  readonly printed: (line: RegExp) => Promise<void>
  readonly out: () => string
  readonly err: () => string
  readonly ended: Promise<number | null>
}

export const startExample = (
  given: ReadonlyArray<string>,
  environment: { readonly [name: string]: string },
): Example => {
  const child = spawn(process.execPath, ['--conditions=@colloquy/source', program, ...given], {
    env: { ...process.env, DATABASE_URL: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    kill: (signal) => void child.kill(signal),
    printed: (line) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (line.test(out)) resolve()
        }
        child.stdout.on('data', look)
        look()
        void ended.then(() => reject(new Error(`It ended without ${line}: ${out}${err}`)))
      }),
    out: () => out,
    err: () => err,
    ended,
  }
}

/** A folder for temporary files that anybody may write to: the server may have to run as somebody else. */
export const newTemporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-cluster-test-'))
  chmodSync(folder, 0o777)
  return folder
}

/** All process ids that it printed. */
export const processesIn = (out: string): ReadonlyArray<number> =>
  [...out.matchAll(/process(?:es)? ([\d, ]+)/g)].flatMap(([, numbers = '']) =>
    numbers.split(', ').map(Number),
  )

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Waits until none of these processes is there, and no file in the folder; fails when they stay. */
export const areGone = async (pids: ReadonlyArray<number>, folder: string): Promise<void> => {
  const giveUp = performance.now() + 15_000
  for (;;) {
    const left = { alive: pids.filter(isAlive), files: readdirSync(folder) }
    if (left.alive.length + left.files.length === 0) return
    if (performance.now() > giveUp) throw new Error(`Left behind: ${JSON.stringify(left)}`)
    await sleep(20)
  }
}
