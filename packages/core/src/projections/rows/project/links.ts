import { readerKey } from '../../../conversation/Actor.ts'
import type { Recorded } from '../../../conversation/Recorded.ts'
import type { State } from '../../../conversation/State.ts'
import type { Change } from '../Change.ts'
import { labelRow, linkRow, recordFollowerRow } from '../rowOf.ts'

/** Changes of links. */
export const linkChanges = (recorded: Recorded, before: State, after: State): ReadonlyArray<Change> => {
  if (after.links === before.links) return []
  const { event, tenant, conversation } = recorded
  switch (event.type) {
    case 'context-linked':
      return [{ _tag: 'put', table: 'link', row: linkRow(event, recorded) }]
    case 'context-unlinked': {
      const where = { tenant, conversation, type: event.record.type, record: event.record.id }
      return [{ _tag: 'remove', table: 'link', where }]
    }
    default:
      return []
  }
}

/** Changes of labels. */
export const labelChanges = (
  { event, ...recorded }: Recorded,
  before: State,
  after: State,
): ReadonlyArray<Change> => {
  if (after.header?.labels === before.header?.labels) return []
  const { tenant, conversation } = recorded
  switch (event.type) {
    case 'conversation-labelled':
      return [{ _tag: 'put', table: 'label', row: labelRow(event.label, recorded) }]
    case 'conversation-unlabelled':
      return [{ _tag: 'remove', table: 'label', where: { tenant, conversation, label: event.label } }]
    default:
      return []
  }
}

/** Changes of a record's followers. */
export const followerChanges = (recorded: Recorded, before: State, after: State): ReadonlyArray<Change> => {
  if (after.recordFollowers === before.recordFollowers) return []
  const { event } = recorded
  if (event.type !== 'record-followed' && event.type !== 'record-unfollowed') return []
  const follower = after.recordFollowers.known.get(readerKey(event.who)) ?? null
  if (follower === null) return []
  return [
    {
      _tag: 'put',
      table: 'recordFollower',
      row: recordFollowerRow(event.record, event.who, follower, recorded),
    },
  ]
}
