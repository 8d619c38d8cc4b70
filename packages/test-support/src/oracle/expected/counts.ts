import type { RecordRef } from '@colloquy/core'
import type { Viewer } from '@colloquy/core/storage'
import { accessible } from '../access.ts'
import { byCodePoint } from '../byCodePoint.ts'
import { isUnread, unreadOf, waitingSince } from '../readState.ts'
import { refOf } from '../Story.ts'
import type { Telling } from '../tell.ts'
import { belongs, passes } from '../views.ts'

export const indicatorOf = (viewer: Viewer, telling: Telling) => {
  const rows = accessible(telling, viewer).filter((story) => belongs('unread', story, viewer, telling))
  const counts = rows.map((story) => unreadOf(story, viewer.who).length)
  return {
    conversations: rows.length,
    withNewMessages: counts.filter((count) => count > 0).length,
    messages: counts.reduce((sum, count) => sum + count, 0),
  }
}

export const countsOf = (records: ReadonlyArray<RecordRef>, viewer: Viewer, telling: Telling) =>
  records.map((record) => {
    const linked = accessible(telling, viewer).filter((story) => passes({ record }, story, viewer))
    return {
      total: linked.length,
      open: linked.filter(({ status }) => status === 'open').length,
      unread: linked.filter((story) => isUnread(story, viewer.who)).length,
      unanswered:
        viewer.side === 'customer' ? 0 : linked.filter((story) => waitingSince(story) !== null).length,
    }
  })

export const unansweredRecordsOf = (
  after: RecordRef | null,
  limit: number,
  viewer: Viewer,
  telling: Telling,
): ReadonlyArray<RecordRef> => {
  if (viewer.side === 'customer') return []
  const order = (a: RecordRef, b: RecordRef): number => byCodePoint(a.type, b.type) || byCodePoint(a.id, b.id)
  const records = accessible(telling, viewer)
    .filter((story) => waitingSince(story) !== null)
    .flatMap((story) => story.links.map(({ record }) => record))
  return records
    .filter((record, at) => records.findIndex((other) => refOf(other) === refOf(record)) === at)
    .filter((record) => after === null || order(record, after) > 0)
    .sort(order)
    .slice(0, limit)
}
