import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Said } from './Said.ts'

/** A process of its own over the file. */
export type Child = {
  /** All that it said so far. */
  readonly said: ReadonlyArray<Said>
  /** Waits for something to be said; rejects when the process ends before. */
  readonly hears: (what: Said['say']) => Promise<void>
  readonly tell: (line: string) => void
  /** Ends it in the midst of whatever it does. */
  readonly kill: () => void
  /** Stops it where it is, as a machine that is overloaded would; and lets it go on. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** Once it ended and all it said was read: its exit code, null when it was killed. */
  readonly ended: Promise<number | null>
}

/** Starts a program by its name; `under` is put before it, a tracer for example. */
export type Start = (
  worker: string,
  given: ReadonlyArray<string | number>,
  under?: ReadonlyArray<string>,
) => Child

/** Starts the programs of a folder. */
export const startIn =
  (folder: URL): Start =>
  (worker, given, under = []) =>
    startProgram(fileURLToPath(new URL(`${worker}.ts`, folder)), given, under)

/** Starts one of the programs in `workers`. */
export const start = startIn(new URL('./workers/', import.meta.url))

const startProgram = (
  program: string,
  given: ReadonlyArray<string | number>,
  under: ReadonlyArray<string>,
): Child => {
  const node = [process.execPath, '--conditions=@colloquy/source', program, ...given.map(String)]
  const [command = '', ...args] = [...under, ...node]
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const said: Array<Said> = []
  const waiting = new Set<() => void>()
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    // Written by `say` alone.
    said.push(JSON.parse(line) as Said)
    for (const look of waiting) look()
  })
  const read = new Promise<void>((resolve) => lines.once('close', resolve))
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  child.stdin.on('error', () => {})
  const ended = exited.then(async (code) => {
    await read
    return code
  })
  const hears = (what: Said['say']): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!said.some(({ say }) => say === what)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
      void ended.then(
        (code) => reject(new Error(`${program} ended (${code}) without saying ${what}`)),
        reject,
      )
    })
  return {
    said,
    hears,
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: () => void child.kill('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    ended,
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
