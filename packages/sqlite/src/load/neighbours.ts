import {
  asCustomersSee,
  asStaffSee,
  type Header,
  type MessageId,
  type MessageRow,
  type Neighbours,
  type StreamKey,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { rawRow, rowAt } from '../rows.ts'
import { firstMessage, message as messageSql } from '../sql/state.ts'

const before = firstMessage('m.removed = 0 and m.n < @n', 'm.n desc')
const publicBefore = firstMessage('m.removed = 0 and m.customer_n < @n', 'm.customer_n desc')
const answerBefore = firstMessage(
  'm.removed = 0 and m.answers = 1 and m.customer_n < @n and m.customer_n > @settled',
  'm.customer_n desc',
)
const fromCustomerAfter = firstMessage(
  `m.removed = 0 and m.author_side = 'customer' and m.customer_n > @answered and m.id <> @id`,
  'm.customer_n',
)

/** What is left of a conversation's last messages, its run and its answer once a message is removed. */
export const neighboursOf = (
  connection: Connection,
  stream: StreamKey,
  header: Header,
  id: MessageId,
): Neighbours | null => {
  const { tenant, conversation } = stream
  const found = rawRow(connection.raw(messageSql).get(tenant, conversation, id))
  if (found === null) return null
  const removed = rowAt('message', found)
  const { customerN } = removed
  const first = (sql: string, values: { readonly [name: string]: string | number }): MessageRow | null => {
    const row = rawRow(connection.raw(sql).get({ tenant, conversation, ...values }))
    return row === null ? null : rowAt('message', row)
  }

  const lastStaff =
    header.lastStaff?.id === id ? asStaffSee(first(before, { n: removed.n })) : header.lastStaff
  const lastCustomer =
    header.lastCustomer?.id === id && customerN !== null
      ? asCustomersSee(first(publicBefore, { n: customerN }))
      : header.lastCustomer

  const answered =
    removed.answers &&
    customerN !== null &&
    customerN === header.answeredN &&
    header.answeredN > header.settledN
  const answeredN = answered
    ? (first(answerBefore, { n: customerN, settled: header.settledN })?.customerN ?? header.settledN)
    : header.answeredN

  if (!answered && header.run?.id !== id) return { lastStaff, lastCustomer, answeredN, run: header.run }
  const next = first(fromCustomerAfter, { answered: answeredN, id })
  const ref = asCustomersSee(next)
  const run = next === null || ref === null ? null : { ...ref, staffN: next.n }
  return { lastStaff, lastCustomer, answeredN, run }
}
