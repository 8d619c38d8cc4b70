import type { Filter, SortBy, View, Viewer } from '@colloquy/core'
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

/** What a view asks beyond access; nothing where the viewer has no such view. */
export const viewTest = (view: View, looking: Looking): ReadonlyArray<string> => {
  const { viewer } = looking
  const customers = viewer.side === 'staff' || view === 'all' || view === 'mine' || view === 'unread'
  if (!customers) return [never]
  switch (view) {
    case 'all':
      return []
    case 'mine':
      return [isMine(looking)]
    case 'unread':
      return [isUnread(viewer), 's.muted = 0', ...(viewer.scope === 'mine' ? [] : [isAssignee(viewer)])]
    case 'fromCustomers.open':
      return viewer.fromCustomers ? [`c.type = 'customer'`, open] : [never]
    case 'fromCustomers.unanswered':
      return viewer.fromCustomers ? ['c.waiting_at is not null'] : [never]
    case 'fromCustomers.closed':
      return viewer.fromCustomers ? [`c.type = 'customer'`, closed] : [never]
    case 'customerReplies':
      return [`c.type = 'customer'`, open, `(coalesce(s.follower, 0) = 1 or ${followsLinked(looking)})`]
    case 'internalInbox':
      return [`c.type = 'internal'`, open, isMine(looking), byAnother]
    case 'internalSent':
      return [`c.type = 'internal'`, open, byViewer('')]
    case 'allClosed':
      return [closed, isMine(looking)]
    case 'assigned':
      return [open, isAssignee(viewer)]
    case 'sent':
      return [byViewer(`and bm.visibility = 'public'`)]
    case 'teamInbox':
      return viewer.team ? [open, 'c.assignee is not null', 'c.assignee <> @actor'] : [never]
    case 'picklist':
      return [open, 'c.queue is not null', 'c.assignee is null', ...(viewer.viewAll ? [] : [serves(viewer)])]
    case 'history':
      return [closed, `(coalesce(s.was_assigned, 0) = 1 or ${serves(viewer)})`]
    case 'unassigned':
      return [open, 'c.assignee is null']
    case 'closed':
      return [closed]
  }
}

export type Tests = { readonly tests: ReadonlyArray<string>; readonly values: Values }

/** Everything that a filter asks for. */
export const filterTest = (filter: Filter, viewer: Viewer): Tests => {
  const tests: Array<string> = []
  const values: Record<string, string | number | null> = {}
  const equal = (name: string, column: string, value: string | null | undefined): void => {
    if (value === undefined) return
    tests.push(`${column} is @${name}`)
    values[name] = value
  }
  equal('filterStatus', 'c.status', filter.status)
  equal('filterType', 'c.type', filter.type)
  equal('filterAssignee', 'c.assignee', filter.assignee)
  equal('filterQueue', 'c.queue', filter.queue)
  equal('filterCustomer', 'c.customer', filter.customer)
  equal('filterChannel', 'c.channel', filter.channel)
  if (filter.label !== undefined) {
    tests.push(
      'exists (select 1 from colloquy_label b where b.tenant = @tenant and b.label = @filterLabel and b.conversation = c.conversation)',
    )
    values['filterLabel'] = filter.label
  }
  if (filter.record !== undefined) {
    tests.push(`exists (select 1 from colloquy_link rl where rl.tenant = @tenant and rl.type = @recordType
  and rl.record = @recordId and rl.conversation = c.conversation ${viewer.side === 'customer' ? 'and rl.customer_visible = 1' : ''})`)
    values['recordType'] = filter.record.type
    values['recordId'] = filter.record.id
  }
  if (filter.unread !== undefined) {
    tests.push(`coalesce(${isUnread(viewer)}, 0) = ${filter.unread ? 1 : 0}`)
  }
  if (filter.unanswered !== undefined) {
    tests.push(`c.waiting_at is ${filter.unanswered ? 'not null' : 'null'}`)
  }
  Object.entries(filter.attributes ?? {}).forEach(([key, value], i) => {
    tests.push(
      `exists (select 1 from json_each(c.attributes) a where a.key = @attribute${i} and ${attributeTest(value, i)})`,
    )
    values[`attribute${i}`] = key
    if (typeof value === 'string' || typeof value === 'number') values[`attributeValue${i}`] = value
  })
  return { tests, values }
}

const attributeTest = (value: string | number | boolean | null, i: number): string => {
  if (value === null) return `a.type = 'null'`
  if (typeof value === 'boolean') return `a.type = '${String(value)}'`
  const types = typeof value === 'string' ? `('text')` : `('integer', 'real')`
  return `a.type in ${types} and a.atom = @attributeValue${i}`
}

/** What a list is sorted by, as the viewer's audience sees it. */
export const sortColumn = (by: SortBy, viewer: Viewer): string => {
  const staff = viewer.side === 'staff'
  switch (by) {
    case 'activity':
      return staff ? 'c.staff_at' : 'c.customer_at'
    case 'arrival':
      return staff ? 'c.arrived_at' : 'c.created_at'
    case 'waitingSince':
      return staff ? 'c.waiting_at' : 'null'
    case 'closedAt':
      return 'c.closed_at'
  }
}
