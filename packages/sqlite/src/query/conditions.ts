import type { Filter, FilterColumn, FilterRules, SortBy, Viewer } from '@colloquy/core/storage'
import type { View } from '@colloquy/core'
import { askedBy, columnOf, sorts, views } from '@colloquy/core/storage'
import type { Values } from './access.ts'

/**
 * Tests on the conversation `c` and the viewer's own seat `s` (left joined), as SQL. `follows`: whether the viewer
 * follows any record at all; most don't, and then nothing is asked about it.
 */
export type Looking = { readonly viewer: Viewer; readonly follows: boolean }

/** A test that nothing passes: a list with it is not even looked for. */
export const never = '0'

export const headColumn = (viewer: Viewer): string => (viewer.side === 'staff' ? 'c.staff_n' : 'c.customer_n')
/** A message's ordinal in the viewer's audience. */
export const ordinalColumn = (viewer: Viewer): 'n' | 'customer_n' =>
  viewer.side === 'staff' ? 'n' : 'customer_n'

/** Up to which ordinal the past is hidden from the viewer. */
export const hiddenTo = `(case when coalesce(s.participant, 0) = 1 or coalesce(s.follower, 0) = 1 then s.hidden_n else 0 end)`

const member = 'coalesce(s.member, 0) = 1'

/** How many messages are new to the viewer; works for big conversations too. */
export const unreadCount = (viewer: Viewer): string =>
  `(case when coalesce(s.placed, 0) = 1 then ${headColumn(viewer)} - s.read_n - (s.own_n - s.read_own_n) - s.removed_n else 0 end)`

export const isUnread = (viewer: Viewer): string =>
  `(${member} and (s.flag = 1 or ${unreadCount(viewer)} > 0))`

const followsLinked = ({ viewer, follows }: Looking): string =>
  follows
    ? `exists (select 1 from colloquy_link fl join colloquy_record_follower f
  on f.tenant = fl.tenant and f.type = fl.type and f.record = fl.record and f.side = @side and f.actor = @actor
  where fl.tenant = @tenant and fl.conversation = c.conversation and f.following = 1
  ${viewer.side === 'customer' ? 'and fl.customer_visible = 1' : ''})`
    : never

const isMine = (looking: Looking): string =>
  looking.follows ? `(${member} or ${followsLinked(looking)})` : member

const isAssignee = (viewer: Viewer): string => (viewer.side === 'staff' ? 'c.assignee = @actor' : never)
const serves = (viewer: Viewer): string =>
  viewer.queues.length === 0 ? never : 'c.queue in (select value from json_each(@queues))'

const open = `c.status = 'open'`
const closed = `c.status = 'closed'`

/** Some undeleted message by somebody else. */
const byAnother = `exists (select 1 from colloquy_message bm
  where bm.tenant = @tenant and bm.conversation = c.conversation and bm.removed = 0 and bm.n > ${hiddenTo}
  and not (bm.author_side = @side and bm.author = @actor))`

/** Some undeleted message by the viewer, found by what is theirs. */
const byViewer = (also: string): string => `exists (select 1 from colloquy_own bo
  cross join colloquy_message bm on bm.tenant = bo.tenant and bm.conversation = bo.conversation and bm.n = bo.n
  where bo.tenant = @tenant and bo.conversation = c.conversation and bo.side = @side and bo.actor = @actor
  and bo.n > ${hiddenTo} and bm.removed = 0 and bm.author_side = @side and bm.author = @actor ${also})`

const viewTests: { readonly [V in View]: (looking: Looking) => ReadonlyArray<string> } = {
  all: () => [],
  mine: (looking) => [isMine(looking)],
  unread: ({ viewer }) => [
    isUnread(viewer),
    's.muted = 0',
    ...(viewer.scope === 'mine' ? [] : [isAssignee(viewer)]),
  ],
  'fromCustomers.open': ({ viewer }) => (viewer.fromCustomers ? [`c.type = 'customer'`, open] : [never]),
  'fromCustomers.unanswered': ({ viewer }) => (viewer.fromCustomers ? ['c.waiting_at is not null'] : [never]),
  'fromCustomers.closed': ({ viewer }) => (viewer.fromCustomers ? [`c.type = 'customer'`, closed] : [never]),
  customerReplies: (looking) => [
    `c.type = 'customer'`,
    open,
    `(coalesce(s.follower, 0) = 1 or ${followsLinked(looking)})`,
  ],
  internalInbox: (looking) => [`c.type = 'internal'`, open, isMine(looking), byAnother],
  internalSent: () => [`c.type = 'internal'`, open, byViewer('')],
  allClosed: (looking) => [closed, isMine(looking)],
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
  history: ({ viewer }) => [closed, `(coalesce(s.was_assigned, 0) = 1 or ${serves(viewer)})`],
  unassigned: () => [open, 'c.assignee is null'],
  closed: () => [closed],
}

/** What a view asks beyond access; `never` where the viewer has no such view. */
export const viewTest = (view: View, looking: Looking): ReadonlyArray<string> =>
  looking.viewer.side === 'staff' || views[view].customers ? viewTests[view](looking) : [never]

export type Tests = { readonly tests: ReadonlyArray<string>; readonly values: Values }
type Conditions = ReadonlyArray<{ readonly test: string; readonly values?: Values }>

const byColumn = ({ name, parameter }: FilterColumn, value: string | null): Conditions => [
  { test: `c.${name} is @${parameter}`, values: { [parameter]: value } },
]

const filterTests: FilterRules<Viewer, Conditions> = {
  label: (label) => [
    {
      test: 'exists (select 1 from colloquy_label b where b.tenant = @tenant and b.label = @filterLabel and b.conversation = c.conversation)',
      values: { filterLabel: label },
    },
  ],
  record: ({ type, id }, viewer) => [
    {
      test: `exists (select 1 from colloquy_link rl where rl.tenant = @tenant and rl.type = @recordType
  and rl.record = @recordId and rl.conversation = c.conversation ${viewer.side === 'customer' ? 'and rl.customer_visible = 1' : ''})`,
      values: { recordType: type, recordId: id },
    },
  ],
  unread: (unread, viewer) => [{ test: `coalesce(${isUnread(viewer)}, 0) = ${unread ? 1 : 0}` }],
  unanswered: (unanswered) => [{ test: `c.waiting_at is ${unanswered ? 'not null' : 'null'}` }],
  attributes: (attributes) =>
    Object.entries(attributes).map(([key, value], i) => ({
      test: `exists (select 1 from json_each(c.attributes) a where a.key = @attribute${i} and ${attributeTest(value, i)})`,
      values: { [`attribute${i}`]: key, ...(isBound(value) ? { [`attributeValue${i}`]: value } : {}) },
    })),
}

/** Everything that a filter asks for. */
export const filterTest = (filter: Filter, viewer: Viewer): Tests => {
  const tests: Array<string> = []
  const values = {}
  for (const conditions of askedBy(filter, byColumn, filterTests, viewer)) {
    for (const { test, values: own } of conditions) {
      tests.push(test)
      Object.assign(values, own)
    }
  }
  return { tests, values }
}

const isBound = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number'

const attributeTest = (value: string | number | boolean | null, i: number): string => {
  if (value === null) return `a.type = 'null'`
  if (typeof value === 'boolean') return `a.type = '${String(value)}'`
  const types = typeof value === 'string' ? `('text')` : `('integer', 'real')`
  return `a.type in ${types} and a.atom = @attributeValue${i}`
}

/** What a list is sorted by, as the viewer's audience sees it. */
export const sortColumn = (by: SortBy, viewer: Viewer): string => {
  const field = sorts[by][viewer.side]
  return field === null ? 'null' : `c.${columnOf('conversation', field).name}`
}
