import { hiddenTo } from '../../conversation/State.ts'
import { compareText } from '../../kernel/text.ts'
import { briefConversation, briefSeat } from '../rows/columns.ts'
import { bodyAt, subjectAt } from '../rows/Database.ts'
import type { MessageRow } from '../rows/Tables.ts'
import type { Summary } from './Query.ts'
import { isUnread, unread, unreadFromCustomer } from './unread.ts'
import type { Sight } from './visibility.ts'

/** The last message that the viewer sees and that was not removed; denormalized in the row for each side. */
const lastMessage = (sight: Sight): MessageRow | null => {
  const { viewer, row, seat, stream } = sight
  const staff = viewer.side === 'staff'
  const n = staff ? row.lastStaffN : row.lastCustomerN
  if (n === null || n <= hiddenTo(seat)) return null
  const id = staff ? row.lastStaffId : row.lastCustomerId
  return stream.rows.message.findLast((message) => message.id === id) ?? null
}

/** The assignee's own unread count; 0 for customers, who may not see whether there is an assignee. */
const assigneeUnread = ({ viewer, row, stream }: Sight): number => {
  if (viewer.side === 'customer' || row.assignee === null) return 0
  const seat = stream.rows.seat.find((each) => each.side === 'staff' && each.actor === row.assignee)
  return unread(row, seat ?? null)
}

/** A conversation with its texts and the viewer's own numbers. */
export const summary = (sight: Sight): Summary => {
  const { row, seat, stream } = sight
  const last = lastMessage(sight)
  return summaryOf({
    conversation: briefConversation(row),
    subject: subjectAt(stream, row.subjectVersion),
    links: sight.links.toSorted((a, b) => compareText(a.type, b.type) || compareText(a.record, b.record)),
    seat: seat === null ? null : briefSeat(seat),
    preview: last === null ? null : bodyAt(stream, last.bodyVersion),
    assigneeUnread: assigneeUnread(sight),
  })
}

/** The same from what was found of it. */
export const summaryOf = ({
  conversation,
  subject,
  links,
  seat,
  preview,
  assigneeUnread,
}: Omit<Summary, 'unread' | 'unreadFromCustomer' | 'isUnread'>): Summary => ({
  conversation,
  subject,
  links,
  seat,
  unread: unread(conversation, seat),
  unreadFromCustomer: unreadFromCustomer(conversation, seat),
  isUnread: isUnread(conversation, seat),
  preview,
  assigneeUnread,
})
