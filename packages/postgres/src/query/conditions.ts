import type { Filter, FilterColumn, FilterRules, SortBy, Viewer } from '@colloquy/core/storage'
import type { View } from '@colloquy/core'
import { askedBy, columnOf, sorts, views } from '@colloquy/core/storage'
import type { Values } from '../Connection.ts'
import { servedQueues } from './access.ts'
import { exists, lateral } from '../sql/fenced.ts'

/** Tests on the conversation `c` and the viewer's own seat `s` (left joined), as SQL. */

/** A test that nothing passes: a list with it is not even looked for. */
export const never = 'false'

export const headColumn = (viewer: Viewer): string => (viewer.side === 'staff' ? 'c.staff_n' : 'c.customer_n')
/** A message's ordinal in the viewer's audience. */
export const ordinalColumn = (viewer: Viewer): 'n' | 'customer_n' =>
  viewer.side === 'staff' ? 'n' : 'customer_n'

/** Up to which ordinal the past is hidden from the viewer. */
export const hiddenTo = `(case when s.participant or s.follower then s.hidden_n else 0 end)`

const member = 'coalesce(s.member, false)'

/** How many messages are new to whoever has a seat; works for big conversations too. */
export const unreadOf = (seat: string, head: string): string =>
  `(case when ${seat}.placed
  then ${head} - ${seat}.read_n - (${seat}.own_n - ${seat}.read_own_n) - ${seat}.removed_n else 0 end)`

/** How many are new to the viewer. */
export const unreadCount = (viewer: Viewer): string => unreadOf('s', headColumn(viewer))

export const isUnread = (viewer: Viewer): string => `(${member} and (s.flag or ${unreadCount(viewer)} > 0))`

const followsLinked = (viewer: Viewer): string =>
  exists(`select 1 from ${lateral('colloquy_link', 'fl', 'fl.tenant = @tenant and fl.conversation = c.conversation')}
  cross join ${lateral(
    'colloquy_record_follower',
    'f',
    'f.tenant = @tenant and f.side = @side and f.actor = @actor and f.type = fl.type and f.record = fl.record and f.following',
  )}
  ${viewer.side === 'customer' ? 'where fl.customer_visible' : ''}`)

const isMine = (viewer: Viewer): string => `(${member} or ${followsLinked(viewer)})`

const isAssignee = (viewer: Viewer): string => (viewer.side === 'staff' ? 'c.assignee = @actor' : never)
const serves = (viewer: Viewer): string =>
  viewer.queues.length === 0 ? never : `c.queue = any (${servedQueues})`

const open = `c.status = 'open'`
const closed = `c.status = 'closed'`

/** Some undeleted message by somebody else. */
const byAnother = exists(`select 1 from colloquy_message bm
  where bm.tenant = @tenant and bm.conversation = c.conversation and bm.n > 0
  and bm.n > ${hiddenTo} and not bm.removed
  and not (bm.author_side = @side and bm.author = @actor)`)

/** Some undeleted message by the viewer, found by what is theirs. */
const byViewer = (also: string): string =>
  exists(`select 1 from ${lateral(
    'colloquy_own',
    'bo',
    `bo.tenant = @tenant and bo.conversation = c.conversation and bo.side = @side and bo.actor = @actor
  and bo.n > ${hiddenTo}`,
  )}
  cross join ${lateral(
    'colloquy_message',
    'bm',
    'bm.tenant = @tenant and bm.conversation = c.conversation and bm.n > 0 and bm.n = bo.n',
  )}
  where not bm.removed and bm.author_side = @side and bm.author = @actor ${also}`)

const viewTests: { readonly [V in View]: (viewer: Viewer) => ReadonlyArray<string> } = {
  all: () => [],
  mine: (viewer) => [isMine(viewer)],
  unread: (viewer) => [
    isUnread(viewer),
    'not s.muted',
    ...(viewer.scope === 'mine' ? [] : [isAssignee(viewer)]),
  ],
  'fromCustomers.open': (viewer) => (viewer.fromCustomers ? [`c.type = 'customer'`, open] : [never]),
  'fromCustomers.unanswered': (viewer) => (viewer.fromCustomers ? ['c.waiting_at is not null'] : [never]),
  'fromCustomers.closed': (viewer) => (viewer.fromCustomers ? [`c.type = 'customer'`, closed] : [never]),
  customerReplies: (viewer) => [
    `c.type = 'customer'`,
    open,
    `(coalesce(s.follower, false) or ${followsLinked(viewer)})`,
  ],
  internalInbox: (viewer) => [`c.type = 'internal'`, open, isMine(viewer), byAnother],
  internalSent: () => [`c.type = 'internal'`, open, byViewer('')],
  allClosed: (viewer) => [closed, isMine(viewer)],
  assigned: (viewer) => [open, isAssignee(viewer)],
  sent: () => [byViewer(`and bm.visibility = 'public'`)],
  teamInbox: (viewer) => (viewer.team ? [open, 'c.assignee is not null', 'c.assignee <> @actor'] : [never]),
  picklist: (viewer) => [
    open,
    'c.queue is not null',
    'c.assignee is null',
    ...(viewer.viewAll ? [] : [serves(viewer)]),
  ],
  history: (viewer) => [closed, `(coalesce(s.was_assigned, false) or ${serves(viewer)})`],
  unassigned: () => [open, 'c.assignee is null'],
  closed: () => [closed],
}

/** What a view asks beyond access; `never` where the viewer has no such view. */
export const viewTest = (view: View, viewer: Viewer): ReadonlyArray<string> =>
  viewer.side === 'staff' || views[view].customers ? viewTests[view](viewer) : [never]

export type Tests = { readonly tests: ReadonlyArray<string>; readonly values: Values }
type Conditions = ReadonlyArray<{ readonly test: string; readonly values?: Values }>

const byColumn = ({ name, parameter }: FilterColumn, value: string | null): Conditions => [
  {
    test: value === null ? `c.${name} is null` : `c.${name} = @${parameter}`,
    values: { [parameter]: value },
  },
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
  ${viewer.side === 'customer' ? 'and rl.customer_visible' : ''}`),
      values: { recordType: type, recordId: id },
    },
  ],
  unread: (unread, viewer) => [{ test: unread ? isUnread(viewer) : `${isUnread(viewer)} is not true` }],
  unanswered: (unanswered) => [{ test: `c.waiting_at is ${unanswered ? 'not null' : 'null'}` }],
  attributes: (attributes) =>
    Object.entries(attributes).map(([key, value], i) => ({
      test: exists(
        `select 1 from json_each(c.attributes) a where a.key = @attribute${i} and ${attributeTest(value, i)}`,
      ),
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

/** Numbers are compared as JavaScript compares them; a `case`, because a text must not be read as one. */
const attributeTest = (value: string | number | boolean | null, i: number): string => {
  const text = `a.value #>> '{}'`
  switch (typeof value) {
    case 'string':
      return `json_typeof(a.value) = 'string' and ${text} = @attributeValue${i}`
    case 'number':
      return `case when json_typeof(a.value) = 'number'
  then (${text})::double precision = @attributeValue${i}::double precision else false end`
    case 'boolean':
      return `json_typeof(a.value) = 'boolean' and ${text} = '${String(value)}'`
    case 'object':
      return `json_typeof(a.value) = 'null'`
  }
}

/** What a list is sorted by, as the viewer's audience sees it; null where they see none. */
export const sortColumn = (by: SortBy, viewer: Viewer): string | null => {
  const field = sorts[by][viewer.side]
  return field === null ? null : `c.${columnOf('conversation', field).name}`
}
