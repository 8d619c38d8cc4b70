import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { argumentsOf, type Place } from './Place.ts'

/** A process of its own, which opens the place by itself. It ends when this one does, however this one ends. */
export type Process<Told extends object, Said> = {
  readonly name: string
  readonly pid: number
  readonly tell: (told: Told) => void
  readonly hear: (listener: (said: Said) => void) => void
  /** Ends it in the midst of whatever it does. */
  readonly kill: () => void
  /** Lets it end in good order. */
  readonly dismiss: () => void
  /** Once it ended and all it said was heard: whether it was killed, or its exit code. */
  readonly ended: Promise<'killed' | number | null>
}

/** Starts one of the programs in `processes`. */
export const start = <Told extends object, Said>(
  program: 'worker' | 'subscriber',
  name: string,
  place: Place,
): Process<Told, Said> => {
  const file = fileURLToPath(new URL(`./processes/${program}.ts`, import.meta.url))
  // A group of its own: a terminal's Ctrl-C is for this process, which ends the others.
  const child = fork(file, [...argumentsOf(place), name], { detached: true })
  const exited = new Promise<'killed' | number | null>((resolve, reject) => {
    child.once('exit', (code, signal) => resolve(signal === 'SIGKILL' ? 'killed' : code))
    child.on('error', reject)
  })
  // What it said before it died is still in the channel, which closes behind the last word.
  const heard = new Promise<void>((resolve) => child.once('disconnect', resolve))
  return {
    name,
    pid: child.pid ?? 0,
    tell: (told) => {
      // To a dead one nothing can be told; its end says so.
      if (child.connected) child.send(told, () => undefined)
    },
    hear: (listener) => void child.on('message', listener),
    kill: () => void child.kill('SIGKILL'),
    dismiss: () => {
      if (child.connected) child.disconnect()
    },
    ended: Promise.all([exited, heard]).then(([code]) => code),
  }
}
