import type { Recorded } from '@colloquy/core/storage'
import { streamOf } from './calling.ts'
import type { HeldConversation } from './Holding.ts'
import { orAfter } from '../../engine/timers.ts'
import type { Permit } from './Semaphore.ts'
import { untried } from './retrying.ts'
import type { Resuming, UnderWay } from './retrying.ts'
import { slotOf } from '../../engine/slotOf.ts'

/** Milliseconds for which a page waits for a slow handler; then its conversation is held and goes on in the background. */
const patience = 1000

/** The result of a page: the last event handled in each slot, and the events at which conversations stopped. */
export type Page = { readonly done: Map<number, number>; readonly left: Array<Recorded> }

/** How one page of a log is handled. */
export type Paging = {
  /** Handles one conversation's events of a page, in order. */
  readonly handleAll: (events: ReadonlyArray<Recorded>, permit: Permit, page: Page) => Promise<void>
  /** The first unfinished event of each slot: its checkpoint must stay before it. */
  readonly unfinishedOf: (page: Page) => Promise<ReadonlyMap<number, number>>
}

/** What handling a page needs of its subscription. */
type Dependencies = Pick<Resuming, 'holding' | 'call' | 'failed' | 'stopped' | 'now'> & {
  /** Whether an event is in an owned slot, after its checkpoint, and its conversation is not held. */
  readonly isNew: (event: Recorded) => boolean
  /** Resumes a held conversation in the background; its permits are released at the end. */
  readonly detach: (entry: HeldConversation, running: UnderWay, ...taken: ReadonlyArray<Permit>) => void
}

export const paging = ({ holding, call, failed, stopped, now, isNew, detach }: Dependencies): Paging => {
  const handleAll: Paging['handleAll'] = async (events, permit, page) => {
    let taken: ReadonlyArray<Permit> = [permit]
    for (const event of events) {
      if (!isNew(event)) continue
      if (stopped()) {
        page.left.push(event)
        break
      }
      const stream = streamOf(event)
      const outcome = call(event, 1)
      let ended = await orAfter(outcome, patience)
      if (ended === 'late') {
        const entry = await holding.hold(stream, event.position ?? 0, 'running', untried(now()))
        if (entry !== null) {
          detach(entry, { event, outcome }, ...taken)
          taken = []
          continue
        }
        ended = await outcome
      }
      if (ended === 'handled') {
        const slot = slotOf(stream)
        page.done.set(slot, Math.max(event.position ?? 0, page.done.get(slot) ?? 0))
      } else if (!(await failed(event, ended.failed, null))) {
        page.left.push(event)
        break
      }
    }
    for (const giveBack of taken) giveBack()
  }

  const unfinishedOf: Paging['unfinishedOf'] = async ({ done, left }) => {
    const unfinished = new Map<number, number>()
    for (const event of left) {
      const position = event.position ?? 0
      const slot = slotOf(streamOf(event))
      // Later events of the slot are handled: holding this one lets the checkpoint pass, so that they do not come again.
      const isPassed = stopped() && (done.get(slot) ?? 0) > position
      if (isPassed && (await holding.hold(streamOf(event), position, 'stopped', untried(now()))) !== null)
        continue
      unfinished.set(slot, Math.min(position, unfinished.get(slot) ?? Number.POSITIVE_INFINITY))
    }
    return unfinished
  }

  return { handleAll, unfinishedOf }
}
