import { createHash } from 'node:crypto'
import type { Dispatch, Worker } from './dispatch.ts'
import type { Server } from './Server.ts'

/** What was done to the processes. */
export type Faults = {
  /** The worker that was killed, and after how many acknowledgements of all. */
  readonly killed: { readonly worker: string; readonly after: number }
  /** How long the server was away, each time it was killed, in milliseconds. */
  readonly away: ReadonlyArray<number>
}

/** A number from 0 up to, but not, 1: the same for the same seed. */
const drawn = (seed: number, what: string): number =>
  createHash('sha256').update(`${seed} ${what}`).digest().readUInt32BE() / 2 ** 32

/** Kills a worker in the second quarter of the work, and the server in the third. */
export const makeFaults = async (
  given: {
    readonly seed: number
    readonly total: number
    readonly workers: ReadonlyArray<Worker>
    readonly server: Server
  },
  work: Dispatch,
  tell: (line: string) => void,
): Promise<Faults> => {
  const { seed, total, workers, server } = given
  const share = (quarter: number, what: string): number =>
    Math.ceil((total * (quarter + drawn(seed, what))) / 4)

  const victim = workers[Math.floor(drawn(seed, 'which worker') * workers.length)]
  if (victim === undefined) throw new Error('There is no worker to kill.')
  await work.reached(share(1, 'when the worker'))
  const after = work.acknowledged.length
  victim.kill()
  await victim.ended
  const left = work.leftBy.get(victim.name)?.length ?? 0
  tell(`kill -9 ${victim.name} after ${after} messages: ${left} commands in its hands go to the others`)

  const away: Array<number> = []
  if (server.crash !== null) {
    await work.reached(share(2, 'when the server'))
    tell(`kill -9 PostgreSQL after ${work.acknowledged.length} messages`)
    away.push(await server.crash())
    tell(`PostgreSQL is back after ${((away[0] ?? 0) / 1000).toFixed(2)} s`)
  }
  return { killed: { worker: victim.name, after }, away }
}
