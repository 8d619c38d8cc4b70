import type { RecordRef } from '../../conversation/Ids.ts'
import { recordKey } from '../../conversation/Ids.ts'
import { compareText } from '../../kernel/text.ts'
import { isLinkTo } from './access.ts'
import type { Answers } from './Query.ts'
import { isUnread, unread } from './unread.ts'
import { inView } from './views.ts'
import type { Sight } from './visibility.ts'

/**
 * Whether it waits for an answer. Customers see none waiting, because what settles a conversation is visible to staff
 * only.
 */
const isUnanswered = ({ viewer, row }: Sight): boolean => viewer.side === 'staff' && row.waitingAt !== null

/** Whether a conversation is linked to a record, by a link that the viewer sees. */
export const isLinked = (record: RecordRef, { links }: Sight): boolean =>
  links.some((link) => isLinkTo(link, record))

/** The numbers of conversations of one record that the viewer sees. */
export const countsOf = (record: RecordRef, sights: ReadonlyArray<Sight>): Answers['Counts'][number] => {
  const linked = sights.filter((sight) => isLinked(record, sight))
  return {
    total: linked.length,
    open: linked.filter(({ row }) => row.status === 'open').length,
    unread: linked.filter(({ row, seat }) => isUnread(row, seat)).length,
    unanswered: linked.filter(isUnanswered).length,
  }
}

const compareRecords = (a: RecordRef, b: RecordRef): number =>
  compareText(a.type, b.type) || compareText(a.id, b.id)

/** Records with an unanswered conversation that the viewer sees, by type and id. */
export const unansweredRecords = (
  sights: ReadonlyArray<Sight>,
  after: RecordRef | null,
  limit: number,
): ReadonlyArray<RecordRef> => {
  const records = sights
    .filter(isUnanswered)
    .flatMap(({ links }) => links.map((link) => ({ type: link.type, id: link.record })))
  return [...new Map(records.map((record) => [recordKey(record), record])).values()]
    .filter((record) => after === null || compareRecords(record, after) > 0)
    .toSorted(compareRecords)
    .slice(0, limit)
}

/** The indicator: the size of the view `unread`, the conversations in it with new messages, and the sum of these. */
export const indicator = (sights: ReadonlyArray<Sight>): Answers['Indicator'] => {
  const shown = sights.filter((sight) => inView('unread', sight))
  const counts = shown.map(({ row, seat }) => unread(row, seat))
  return {
    conversations: shown.length,
    withNewMessages: counts.filter((count) => count > 0).length,
    messages: counts.reduce((sum, count) => sum + count, 0),
  }
}
