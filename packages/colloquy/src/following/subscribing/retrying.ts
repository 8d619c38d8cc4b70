import type { Recorded, Storage, Time } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Outcome } from './calling.ts'
import type { Entry, Holding } from './Holding.ts'
import { readLog } from '../readLog.ts'
import type { Failure } from './Retry.ts'

/** What going on with a conversation that is held needs of the subscription. */
export type Retrying = {
  readonly storage: Storage
  readonly holding: Holding
  /** How far the part of a conversation came in the log; null where it is not ours. */
  readonly at: (entry: Entry) => number | null
  readonly call: (event: Recorded, attempt: number) => Promise<Outcome>
  /** Stores that an event failed; `before`: its failures so far. */
  readonly failed: (event: Recorded, kind: string, before: Failure | null) => Promise<boolean>
  /** Stores that the event at which a conversation is held can't be read. */
  readonly unreadable: (entry: Entry) => Promise<boolean>
  readonly stopped: () => boolean
  readonly now: () => Time
}

/** A try that runs already. */
export type UnderWay = { readonly event: Recorded; readonly outcome: Promise<Outcome> }

const page = 256

/** Due at once, and never tried: what a process that stops or waits no longer leaves to whoever goes on. */
export const untried = (now: Time): Failure => ({
  attempts: 0,
  since: now,
  due: now,
  waited: 0,
  parked: false,
})

/**
 * Goes on with a conversation from the event at which it is held, until nothing of it waits any more, or an event
 * fails. False where nothing came of it: the storage is out of reach, or the part is not ours any more.
 */
export const goOn = async (
  { storage, holding, at, call, failed, unreadable, stopped, now }: Retrying,
  entry: Entry,
  underWay: UnderWay | null,
): Promise<boolean> => {
  const { stream, position } = entry.row

  const first = async (): Promise<UnderWay | 'out of reach' | 'unreadable'> => {
    const read = await readLog(storage, stream.tenant, position - 1, 1)
    if (E.isLeft(read)) return 'out of reach'
    const { corrupt } = read.right
    const [event] = read.right.events
    if (event === undefined) return corrupt === null ? 'out of reach' : 'unreadable'
    return { event, outcome: call(event, entry.row.attempts + 1) }
  }

  const begun = underWay ?? (await first())
  if (begun === 'out of reach') return false
  if (begun === 'unreadable') return unreadable(entry)
  const { attempts } = entry.row
  const outcome = await begun.outcome
  if (outcome !== 'handled') return failed(begun.event, outcome.failed, attempts === 0 ? null : entry.row)

  let last: number = position
  // As many events of the conversation, at the least, come before it.
  for (let skip = begun.event.version - 1; ; ) {
    const came = at(entry)
    // Who took the part over has read the row, and gives these events.
    if (came === null) return false
    const upTo = Math.max(entry.behind, came)
    if (last >= upTo) {
      // In the same moment as the question whether anything waits: what comes from now on is not passed over.
      await holding.letGo(entry)
      return true
    }
    const read = await storage.read({ stream, after: skip }, page)()
    if (E.isLeft(read)) {
      return read.left._tag === 'Corrupt' && (await unreadable(entry))
    }
    for (const event of read.right) {
      if (event.position === null || event.position <= last || event.position > upTo) continue
      if (at(entry) === null) return false
      if (stopped()) return (await holding.hold(stream, event.position, 'stopped', untried(now()))) !== null
      const next = await call(event, 1)
      if (next !== 'handled') return failed(event, next.failed, null)
      last = event.position
    }
    if (read.right.length === page) skip += page
    else last = upTo
  }
}
