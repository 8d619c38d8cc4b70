import type { Recorded } from '@colloquy/core/storage'
import { streamOf } from './calling.ts'
import type { Entry } from './Holding.ts'
import { orAfter } from '../../engine/timers.ts'
import type { Permit } from './Permits.ts'
import { untried } from './retrying.ts'
import type { Retrying, UnderWay } from './retrying.ts'
import { slotOf } from '../../engine/slotOf.ts'

/** How long the others of a page wait for a handler: then its conversation is held back, and goes on by itself. */
const patience = 1000

/** What became of a page: the furthest event handled of each part, and the events at which conversations stopped. */
export type Page = { readonly done: Map<number, number>; readonly left: Array<Recorded> }

/** How one page of a log is handled. */
export type Paging = {
  /** Handles one conversation's events of a page, in order. */
  readonly handleAll: (events: ReadonlyArray<Recorded>, permit: Permit, page: Page) => Promise<void>
  /** The first events of parts that are not done with, beyond which their checkpoints must not go. */
  readonly unfinishedOf: (page: Page) => Promise<ReadonlyMap<number, number>>
}

/** What handling a page needs of the subscription. */
type Around = Pick<Retrying, 'holding' | 'call' | 'failed' | 'stopped' | 'now'> & {
  /** Whether an event is one of ours that nobody handled and that nothing holds back. */
  readonly isNew: (event: Recorded) => boolean
  /** Goes on with a held conversation beside everything else; its permits are given back when that is done. */
  readonly detach: (entry: Entry, running: UnderWay, ...taken: ReadonlyArray<Permit>) => void
}

export const paging = ({ holding, call, failed, stopped, now, isNew, detach }: Around): Paging => {
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
      // Where its part came further, what was handled there would come again: this one waits by itself instead.
      const isPassed = stopped() && (done.get(slot) ?? 0) > position
      if (isPassed && (await holding.hold(streamOf(event), position, 'stopped', untried(now()))) !== null)
        continue
      unfinished.set(slot, Math.min(position, unfinished.get(slot) ?? Number.POSITIVE_INFINITY))
    }
    return unfinished
  }

  return { handleAll, unfinishedOf }
}
