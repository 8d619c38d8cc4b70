import type { Capability } from '../../conversation/policies/Capability.ts'
import type { ConversationRow, MessageRow } from '../rows/Tables.ts'
import type { SortBy } from './sorting.ts'
import { isUnread } from './unread.ts'
import { followsLinked, isMine, messagesFor } from './visibility.ts'
import type { Sight } from './visibility.ts'

type ViewRule = {
  /** The default sort. */
  readonly sort: SortBy
  /** The capability it needs. */
  readonly needs: Capability | null
  /** Whether customers have this view. */
  readonly customers: boolean
  /** A sort value that every conversation of the view has, though not every other conversation. */
  readonly has: SortBy | null
  readonly holds: (sight: Sight) => boolean
}

const view = (
  sort: SortBy,
  holds: ViewRule['holds'],
  { needs = null, customers = false, has = null }: Partial<ViewRule> = {},
): ViewRule => ({ sort, needs, customers, has, holds })

const byViewer = (message: MessageRow, { viewer }: Sight): boolean =>
  message.authorSide === viewer.who.side && message.author === viewer.who.id

const some = (sight: Sight, which: (message: MessageRow) => boolean): boolean =>
  messagesFor(sight).some((message) => !message.removed && which(message))

const isAssignee = ({ viewer, row }: Sight): boolean =>
  viewer.side === 'staff' && row.assignee === viewer.who.id

const serves = ({ viewer, row }: Sight): boolean => row.queue !== null && viewer.queues.includes(row.queue)

const isOpen = (row: ConversationRow): boolean => row.status === 'open'
const isClosed = (row: ConversationRow): boolean => row.status === 'closed'

const rules = {
  all: view('activity', () => true, { customers: true }),
  mine: view('activity', isMine, { customers: true }),
  unread: view(
    'activity',
    (sight) =>
      isUnread(sight.row, sight.seat) &&
      sight.seat?.muted !== true &&
      (sight.viewer.scope === 'mine' ? isMine(sight) : isAssignee(sight)),
    { customers: true },
  ),
  'fromCustomers.open': view(
    'activity',
    ({ viewer, row }) => viewer.fromCustomers && row.type === 'customer' && isOpen(row),
    { needs: 'view.fromCustomers' },
  ),
  'fromCustomers.unanswered': view(
    'waitingSince',
    ({ viewer, row }) => viewer.fromCustomers && row.waitingAt !== null,
    { needs: 'view.fromCustomers', has: 'waitingSince' },
  ),
  'fromCustomers.closed': view(
    'closedAt',
    ({ viewer, row }) => viewer.fromCustomers && row.type === 'customer' && isClosed(row),
    { needs: 'view.fromCustomers', has: 'closedAt' },
  ),
  customerReplies: view(
    'activity',
    (sight) =>
      sight.row.type === 'customer' &&
      isOpen(sight.row) &&
      (sight.seat?.follower === true || followsLinked(sight)),
  ),
  internalInbox: view(
    'activity',
    (sight) =>
      sight.row.type === 'internal' &&
      isOpen(sight.row) &&
      isMine(sight) &&
      some(sight, (message) => !byViewer(message, sight)),
  ),
  internalSent: view(
    'activity',
    (sight) =>
      sight.row.type === 'internal' &&
      isOpen(sight.row) &&
      some(sight, (message) => byViewer(message, sight)),
  ),
  allClosed: view('closedAt', (sight) => isClosed(sight.row) && isMine(sight), { has: 'closedAt' }),
  assigned: view('activity', (sight) => isOpen(sight.row) && isAssignee(sight)),
  sent: view('activity', (sight) =>
    some(sight, (message) => message.visibility === 'public' && byViewer(message, sight)),
  ),
  teamInbox: view(
    'activity',
    (sight) => sight.viewer.team && isOpen(sight.row) && sight.row.assignee !== null && !isAssignee(sight),
    { needs: 'view.team' },
  ),
  picklist: view(
    'arrival',
    (sight) =>
      isOpen(sight.row) &&
      sight.row.queue !== null &&
      sight.row.assignee === null &&
      (serves(sight) || sight.viewer.viewAll),
  ),
  history: view(
    'closedAt',
    (sight) => isClosed(sight.row) && (sight.seat?.wasAssigned === true || serves(sight)),
    { has: 'closedAt' },
  ),
  unassigned: view('activity', ({ row }) => isOpen(row) && row.assignee === null),
  closed: view('activity', ({ row }) => isClosed(row), { has: 'closedAt' }),
}

export type View = keyof typeof rules
/** The rules of each view; `policies.md` says what each contains. */
export const views: { readonly [V in View]: ViewRule } = rules
export const viewNames = Object.keys(rules) as ReadonlyArray<View>

/** Whether a conversation is in a viewer's view. */
export const inView = (name: View, sight: Sight): boolean =>
  (sight.viewer.side === 'staff' || views[name].customers) && views[name].holds(sight)
