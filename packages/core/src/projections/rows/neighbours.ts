import type { MessageId } from '../../conversation/Ids.ts'
import type { MessageRef, Neighbours } from '../../conversation/State.ts'
import { headerOf } from './ofRow.ts'
import type { ConversationRow, MessageRow } from './Tables.ts'

/** The one whose key is greatest, or least, of those that pass. */
const most = (
  messages: ReadonlyArray<MessageRow>,
  key: (message: MessageRow) => number | null,
  sign: 1 | -1,
): MessageRow | null => {
  let found: { readonly message: MessageRow; readonly value: number } | null = null
  for (const message of messages) {
    const value = key(message)
    if (value === null || (found !== null && sign * (value - found.value) <= 0)) continue
    found = { message, value }
  }
  return found?.message ?? null
}

/** A message as staff refer to it. */
export const asStaffSee = (message: MessageRow | null): MessageRef | null =>
  message === null ? null : { id: message.id, n: message.n, at: message.at }

/** The same for customers; null where they do not see it. */
export const asCustomersSee = (message: MessageRow | null): MessageRef | null =>
  message === null || message.customerN === null
    ? null
    : { id: message.id, n: message.customerN, at: message.publicAt ?? message.at }

/** What is left of a conversation's last messages, its run and its answer once a message is removed. */
export const neighboursOf = (
  row: ConversationRow,
  messages: ReadonlyArray<MessageRow>,
  id: MessageId,
): Neighbours | null => {
  const removed = messages.find((message) => message.id === id)
  if (removed === undefined) return null
  const header = headerOf(row)
  const left = messages.filter((message) => message.id !== id && !message.removed)
  const { customerN } = removed

  const lastStaff =
    header.lastStaff?.id === id
      ? asStaffSee(most(left, ({ n }) => (n < removed.n ? n : null), 1))
      : header.lastStaff
  const lastCustomer =
    header.lastCustomer?.id === id && customerN !== null
      ? asCustomersSee(
          most(
            left,
            (each) => (each.customerN !== null && each.customerN < customerN ? each.customerN : null),
            1,
          ),
        )
      : header.lastCustomer

  const answered =
    removed.answers &&
    customerN !== null &&
    customerN === header.answeredN &&
    header.answeredN > header.settledN
  const answeredN = answered
    ? (most(
        left,
        (each) =>
          each.answers &&
          each.customerN !== null &&
          each.customerN < customerN &&
          each.customerN > header.settledN
            ? each.customerN
            : null,
        1,
      )?.customerN ?? header.settledN)
    : header.answeredN

  const first = most(
    left,
    (each) => (each.authorSide === 'customer' && (each.customerN ?? 0) > answeredN ? each.customerN : null),
    -1,
  )
  const firstRef = asCustomersSee(first)
  const run =
    answered || header.run?.id === id
      ? first === null || firstRef === null
        ? null
        : { ...firstRef, staffN: first.n }
      : header.run
  return { lastStaff, lastCustomer, answeredN, run }
}
