import type { View } from './Query.ts'
import type { MessageRow } from './Tables.ts'
import { isUnread } from './unread.ts'
import { followsLinked, isMine, messagesFor } from './visibility.ts'
import type { Sight } from './visibility.ts'

/** The views that customers have. */
export const customerViews: ReadonlyArray<View> = ['all', 'mine', 'unread']

const byViewer = (message: MessageRow, { viewer }: Sight): boolean =>
  message.authorSide === viewer.who.side && message.author === viewer.who.id

const some = (sight: Sight, which: (message: MessageRow) => boolean): boolean =>
  messagesFor(sight).some((message) => !message.removed && which(message))

const isAssignee = ({ viewer, row }: Sight): boolean =>
  viewer.side === 'staff' && row.assignee === viewer.who.id

const serves = ({ viewer, row }: Sight): boolean => row.queue !== null && viewer.queues.includes(row.queue)

/** Whether a conversation belongs to a view of the viewer. */
export const inView = (view: View, sight: Sight): boolean => {
  const { viewer, row, seat } = sight
  if (viewer.side === 'customer' && !customerViews.includes(view)) return false
  const open = row.status === 'open'
  const closed = row.status === 'closed'
  switch (view) {
    case 'all':
      return true
    case 'mine':
      return isMine(sight)
    case 'unread':
      return (
        isUnread(row, seat) &&
        seat?.muted !== true &&
        (viewer.scope === 'mine' ? isMine(sight) : isAssignee(sight))
      )
    case 'fromCustomers.open':
      return viewer.fromCustomers && row.type === 'customer' && open
    case 'fromCustomers.unanswered':
      return viewer.fromCustomers && row.waitingAt !== null
    case 'fromCustomers.closed':
      return viewer.fromCustomers && row.type === 'customer' && closed
    case 'customerReplies':
      return row.type === 'customer' && open && (seat?.follower === true || followsLinked(sight))
    case 'internalInbox':
      return (
        row.type === 'internal' &&
        open &&
        isMine(sight) &&
        some(sight, (message) => !byViewer(message, sight))
      )
    case 'internalSent':
      return row.type === 'internal' && open && some(sight, (message) => byViewer(message, sight))
    case 'allClosed':
      return closed && isMine(sight)
    case 'assigned':
      return open && isAssignee(sight)
    case 'sent':
      return some(sight, (message) => message.visibility === 'public' && byViewer(message, sight))
    case 'teamInbox':
      return viewer.team && open && row.assignee !== null && !isAssignee(sight)
    case 'picklist':
      return open && row.queue !== null && row.assignee === null && (serves(sight) || viewer.viewAll)
    case 'history':
      return closed && (seat?.wasAssigned === true || serves(sight))
    case 'unassigned':
      return open && row.assignee === null
    case 'closed':
      return closed
  }
}
