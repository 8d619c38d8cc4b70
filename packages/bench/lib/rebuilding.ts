import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Bench } from './Bench.ts'
import type { Kind, Rebuilt } from './rebuildProcess.ts'
import { atLeast, atMost, figure } from './table.ts'

const program = fileURLToPath(new URL('rebuildProcess.ts', import.meta.url))

/** Rebuilds every projection in a process of its own, so that its memory is its own too. */
export const rebuilding = async (
  bench: Bench,
  kind: Kind,
  address: string,
  events: number,
): Promise<void> => {
  bench.say('rebuilding')
  const child = fork(program, [kind, address], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const { milliseconds, megabytes } = await new Promise<Rebuilt>((resolve, reject) => {
    child.once('message', (message: Rebuilt) => resolve(message))
    child.once('exit', () => reject(new Error('the rebuilding process ended without an answer')))
  })
  const rate = (events / milliseconds) * 1000
  bench.print({
    what: `rebuild every projection of ${figure(events)} events, ÷ 40,000 events/s`,
    measured: `${figure(rate)} events/s`,
    ratio: rate / 40_000,
    target: atLeast(1, 2.5),
  })
  bench.print({
    what: 'its memory at the most, ÷ 300 MB',
    measured: `${figure(megabytes)} MB`,
    ratio: megabytes / 300,
    target: atMost(1, 1),
  })
}
