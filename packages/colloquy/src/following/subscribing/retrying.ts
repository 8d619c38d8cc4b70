import type { Recorded, Storage, Time } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Outcome } from './calling.ts'
import type { HeldConversation, Holding } from './Holding.ts'
import { readLog } from '../log.ts'
import type { Failure } from './Retry.ts'

/** What resuming a held conversation needs of its subscription. */
export type Resuming = {
  readonly storage: Storage
  readonly holding: Holding
  /** The checkpoint of a conversation's slot; null where another process owns it. */
  readonly at: (entry: HeldConversation) => number | null
  readonly call: (event: Recorded, attempt: number) => Promise<Outcome>
  /** Stores that an event failed; `before`: its failures so far. */
  readonly failed: (event: Recorded, kind: string, before: Failure | null) => Promise<boolean>
  /** Stores that the event at which a conversation is held is corrupt. */
  readonly unreadable: (entry: HeldConversation) => Promise<boolean>
  readonly stopped: () => boolean
  readonly now: () => Time
}

/** A call of the handler that runs already. */
export type UnderWay = { readonly event: Recorded; readonly outcome: Promise<Outcome> }

const page = 256

/** A hold without a failure, due at once: of a process that stops, or no longer waits for a slow handler. */
export const untried = (now: Time): Failure => ({
  attempts: 0,
  since: now,
  due: now,
  waited: 0,
  parked: false,
})

/**
 * Resumes a conversation from the event at which it is held, until no event of it waits any more, or one fails. False
 * where nothing was stored: the storage is unreachable, or another process owns the slot.
 */
export const resume = async (
  { storage, holding, at, call, failed, unreadable, stopped, now }: Resuming,
  entry: HeldConversation,
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
  // At least so many events of the conversation come before it.
  for (let skip = begun.event.version - 1; ; ) {
    const came = at(entry)
    // The new owner of the slot has read the row, and handles these events.
    if (came === null) return false
    const upTo = Math.max(entry.behind, came)
    if (last >= upTo) {
      // Without an await after the comparison: an event that comes from now on is not skipped.
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
