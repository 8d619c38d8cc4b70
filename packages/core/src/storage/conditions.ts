import { columnOf } from '../projections/rows/columns.ts'
import type { FilterColumn, FilterRules } from '../projections/seen/filters.ts'
import { askedBy } from '../projections/seen/filters.ts'
import type { Filter } from '../projections/seen/Query.ts'
import type { SortBy } from '../projections/seen/sorting.ts'
import { sorts } from '../projections/seen/sorting.ts'
import type { Viewer } from '../projections/seen/Viewer.ts'
import type { View } from '../projections/seen/views.ts'
import { views } from '../projections/seen/views.ts'
import type { Dialect, Parameters } from './Dialect.ts'
import { existsIn } from './Dialect.ts'
import type { Source } from './sources.ts'

/**
 * The viewer of a statement. `follows`: whether the viewer may follow a record; most do not, and then the statement
 * leaves that condition out.
 */
export type ListViewer = { readonly viewer: Viewer; readonly follows: boolean }
export type Tests = { readonly tests: ReadonlyArray<string>; readonly values: Parameters }
type Conditions = ReadonlyArray<{ readonly test: string; readonly values?: Parameters }>

/** A message's ordinal in the viewer's audience. */
export const ordinalColumn = (viewer: Viewer): 'n' | 'customer_n' =>
  viewer.side === 'staff' ? 'n' : 'customer_n'

/** The column of a sort for the viewer's side; null where the side has none. */
export const sortColumn = (by: SortBy, viewer: Viewer): string | null => {
  const field = sorts[by][viewer.side]
  return field === null ? null : `c.${columnOf('conversation', field).name}`
}

const open = `c.status = 'open'`
const closed = `c.status = 'closed'`

/** The conditions of unread, views and filters, in SQL of a dialect. */
export const conditionsIn = (dialect: Dialect) => {
  const { never, yes, no, has, holds, is, served } = dialect
  const exists = existsIn(dialect)

  const member = has('s.member')

  /** The ordinal up to which the past is hidden from the viewer. */
  const hiddenTo = `(case when ${yes('s.participant')} or ${yes('s.follower')} then s.hidden_n else 0 end)`

  /** The unread count of a seat; also for big conversations. */
  const unreadOf = (seat: string, head: string): string =>
    `(case when ${yes(`${seat}.placed`)}
  then ${head} - ${seat}.read_n - (${seat}.own_n - ${seat}.read_own_n) - ${seat}.removed_n else 0 end)`

  /** The viewer's unread count. */
  const unreadCount = (viewer: Viewer): string =>
    unreadOf('s', viewer.side === 'staff' ? 'c.staff_n' : 'c.customer_n')

  const isUnread = (viewer: Viewer): string =>
    `(${member} and (${yes('s.flag')} or ${unreadCount(viewer)} > 0))`

  const followsLinked = ({ viewer, follows }: ListViewer): string =>
    follows
      ? exists(`select 1 from ${dialect.followed}
  ${viewer.side === 'customer' ? `where ${yes('fl.customer_visible')}` : ''}`)
      : never

  const isMine = (listViewer: ListViewer): string =>
    listViewer.follows ? `(${member} or ${followsLinked(listViewer)})` : member

  const isAssignee = (viewer: Viewer): string => (viewer.side === 'staff' ? 'c.assignee = @actor' : never)
  const serves = (viewer: Viewer): string => (viewer.queues.length === 0 ? never : served('c.queue'))

  /** Whether a message by another person was not removed. */
  const byAnother = exists(`select 1 from colloquy_message bm
  where ${dialect.ofConversation('bm')}
  and bm.n > ${hiddenTo} and ${no('bm.removed')}
  and not (bm.author_side = @side and bm.author = @actor)`)

  /** Whether a message by the viewer was not removed, found by the viewer's own messages. */
  const byViewer = (also: string): string =>
    exists(`select 1 from ${dialect.written(hiddenTo)}
  where ${no('bm.removed')} and bm.author_side = @side and bm.author = @actor ${also}`)

  const viewTests: { readonly [V in View]: (listViewer: ListViewer) => ReadonlyArray<string> } = {
    all: () => [],
    mine: (listViewer) => [isMine(listViewer)],
    unread: ({ viewer }) => [
      isUnread(viewer),
      no('s.muted'),
      ...(viewer.scope === 'mine' ? [] : [isAssignee(viewer)]),
    ],
    'fromCustomers.open': ({ viewer }) => (viewer.fromCustomers ? [`c.type = 'customer'`, open] : [never]),
    'fromCustomers.unanswered': ({ viewer }) =>
      viewer.fromCustomers ? ['c.waiting_at is not null'] : [never],
    'fromCustomers.closed': ({ viewer }) =>
      viewer.fromCustomers ? [`c.type = 'customer'`, closed] : [never],
    customerReplies: (listViewer) => [
      `c.type = 'customer'`,
      open,
      `(${has('s.follower')} or ${followsLinked(listViewer)})`,
    ],
    internalInbox: (listViewer) => [`c.type = 'internal'`, open, isMine(listViewer), byAnother],
    internalSent: () => [`c.type = 'internal'`, open, byViewer('')],
    allClosed: (listViewer) => [closed, isMine(listViewer)],
    assigned: ({ viewer }) => [open, isAssignee(viewer)],
    sent: () => [byViewer(`and bm.visibility = 'public'`)],
    teamInbox: ({ viewer }) =>
      viewer.team ? [open, 'c.assignee is not null', 'c.assignee <> @actor'] : [never],
    picklist: ({ viewer }) => [
      open,
      'c.queue is not null',
      'c.assignee is null',
      ...(viewer.viewAll ? [] : [serves(viewer)]),
    ],
    history: ({ viewer }) => [closed, `(${has('s.was_assigned')} or ${serves(viewer)})`],
    unassigned: () => [open, 'c.assignee is null'],
    closed: () => [closed],
  }

  /** The conditions of a view, beyond access; `never` where the viewer has no such view. */
  const viewTest = (view: View, listViewer: ListViewer): ReadonlyArray<string> =>
    listViewer.viewer.side === 'staff' || views[view].customers ? viewTests[view](listViewer) : [never]

  /** The conditions of a view, without those that the source implies. */
  const viewTestIn = (source: Source, view: View, listViewer: ListViewer): ReadonlyArray<string> => {
    if (source.grants === true && view === 'mine') return []
    if (source.attention === true && view === 'unread')
      return listViewer.viewer.scope === 'mine' ? [] : [yes('s.assigned')]
    return viewTest(view, listViewer)
  }

  const byColumn = ({ name, parameter }: FilterColumn, value: string | null): Conditions => [
    { test: is(`c.${name}`, parameter, value), values: { [parameter]: value } },
  ]

  const filterTests: FilterRules<Viewer, Conditions> = {
    label: (label) => [
      {
        test: exists(`select 1 from colloquy_label b
  where b.tenant = @tenant and b.label = @filterLabel and b.conversation = c.conversation`),
        values: { filterLabel: label },
      },
    ],
    record: ({ type, id }, viewer) => [
      {
        test: exists(`select 1 from colloquy_link rl where rl.tenant = @tenant and rl.type = @recordType
  and rl.record = @recordId and rl.conversation = c.conversation
  ${viewer.side === 'customer' ? `and ${yes('rl.customer_visible')}` : ''}`),
        values: { recordType: type, recordId: id },
      },
    ],
    unread: (unread, viewer) => [{ test: holds(isUnread(viewer), unread) }],
    unanswered: (unanswered) => [{ test: `c.waiting_at is ${unanswered ? 'not null' : 'null'}` }],
    attributes: (attributes) =>
      Object.entries(attributes).map(([key, value], i) => ({
        test: exists(
          `select 1 from json_each(c.attributes) a where a.key = @attribute${i} and ${dialect.attributeIs(value, `attributeValue${i}`)}`,
        ),
        values: {
          [`attribute${i}`]: key,
          ...(typeof value === 'string' || typeof value === 'number'
            ? { [`attributeValue${i}`]: value }
            : {}),
        },
      })),
  }

  /** The conditions of a filter. */
  const filterTest = (filter: Filter, viewer: Viewer): Tests => {
    const asked = askedBy(filter, byColumn, filterTests, viewer).flat()
    return {
      tests: asked.map(({ test }) => test),
      values: Object.assign({}, ...asked.map(({ values }) => values)),
    }
  }

  return { hiddenTo, unreadOf, unreadCount, isUnread, viewTest, viewTestIn, filterTest }
}
