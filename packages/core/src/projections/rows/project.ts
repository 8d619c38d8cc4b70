import type { Recorded } from '../../conversation/Recorded.ts'
import type { State } from '../../conversation/State.ts'
import type { Change } from './Change.ts'
import { headerChanges } from './project/header.ts'
import { messageChanges } from './project/messages.ts'
import { seatChanges } from './project/seats.ts'
import { termChanges } from './project/terms.ts'
import { followerChanges, labelChanges, linkChanges } from './project/links.ts'

/**
 * The row changes of one event: what differs between the state before and after, written as rows. It holds for a
 * state restricted to what the decision needed as for the whole, because an event changes nothing else.
 */
export const project = (recorded: Recorded, before: State, after: State): ReadonlyArray<Change> => [
  // Single seats first: an author's seat that was told of the new head before it knew the message as its own would be
  // unread in between, and move in an index and back.
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
