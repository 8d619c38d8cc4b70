import type { Key, Query, SortBy, Viewer } from '@colloquy/core/storage'
import { accessible } from '../access.ts'
import { byCodePoint } from '../byCodePoint.ts'
import { waitingSince } from '../readState.ts'
import type { Story } from '../Story.ts'
import { inOrder } from '../Story.ts'
import type { Telling } from '../tell.ts'
import { belongs, passes } from '../views.ts'
import { changedAfter } from './changedAfter.ts'
import { matchIn } from './matchIn.ts'
import { summaryOf } from './summaryOf.ts'

export const listOf = (query: Extract<Query, { _tag: 'List' }>, viewer: Viewer, telling: Telling) => {
  const { after } = query
  const ascending = query.sort.direction === 'asc'
  return accessible(telling, viewer)
    .filter((story) => belongs(query.view, story, viewer, telling) && passes(query.filter, story, viewer))
    .filter(
      (story) => query.changedAfter === null || changedAfter(query.changedAfter, story, viewer, telling),
    )
    .flatMap((story) => {
      const match = matchIn(query.match, story, viewer)
      const key: Key = { value: sortValues[query.sort.by](story, viewer.side) as Key['value'], id: story.id }
      return match === null ? [] : [{ story, key, match: match.id }]
    })
    .sort((a, b) => compare(a.key, b.key, ascending))
    .filter(({ key }) => after === null || compare(key, after, ascending) > 0)
    .slice(0, query.limit)
    .map(({ story, key, match }) => ({ summary: summaryOf(story, viewer), key: [key.value, key.id], match }))
}

/** When the last message that was not removed became visible to a side. */
const lastActivity = (story: Story, side: Viewer['side']): number | null => {
  const last = inOrder(story, side).findLast((message) => !message.removed)
  if (last === undefined) return story.createdAt
  return side === 'staff' ? last.posted.at : (last.published?.at ?? null)
}

const sortValues: { readonly [S in SortBy]: (story: Story, side: Viewer['side']) => number | null } = {
  activity: lastActivity,
  arrival: (story, side) => (side === 'staff' ? story.arrivedAt : story.createdAt),
  waitingSince: (story, side) => (side === 'staff' ? waitingSince(story) : null),
  closedAt: ({ closedAt }) => closedAt,
}

/** Nulls are last in both directions. */
const compare = (a: Key, b: Key, ascending: boolean): number => {
  if (a.value === null && b.value !== null) return 1
  if (a.value !== null && b.value === null) return -1
  const order = (a.value ?? 0) - (b.value ?? 0) || byCodePoint(a.id, b.id)
  return ascending ? order : -order
}
