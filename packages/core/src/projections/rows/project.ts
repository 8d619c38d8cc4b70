import type { Recorded } from '../../conversation/Recorded.ts'
import type { State } from '../../conversation/State.ts'
import type { Change } from './Change.ts'
import { headerChanges } from './project/header.ts'
import { messageChanges } from './project/messages.ts'
import { seatChanges } from './project/seats.ts'
import { termChanges } from './project/terms.ts'
import { followerChanges, labelChanges, linkChanges } from './project/links.ts'

/**
 * The row changes of one event: the difference between the state before and after. A restricted state gives the same
 * changes as the whole, because an event changes nothing else.
 */
export const project = (recorded: Recorded, before: State, after: State): ReadonlyArray<Change> => [
  // Single seats first: otherwise the author's seat would get the new head before its own message, be unread for a
  // moment, and move in an index and back.
  ...seatChanges(recorded, before, after),
  ...headerChanges(recorded, before, after),
  ...messageChanges(recorded, before, after),
  ...linkChanges(recorded, before, after),
  ...labelChanges(recorded, before, after),
  ...followerChanges(recorded, before, after),
  ...termChanges(recorded, before),
  ...erasures(recorded),
]

const erasures = ({ tenant, conversation, event }: Recorded): ReadonlyArray<Change> =>
  event.type === 'content-erased' ? [{ _tag: 'erase', tenant, conversation, of: event.of }] : []
