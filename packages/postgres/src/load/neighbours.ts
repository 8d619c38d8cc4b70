import {
  asCustomersSee,
  asStaffSee,
  type Header,
  type MessageId,
  type MessageRow,
  type Neighbours,
  type StreamKey,
} from '@colloquy/core/storage'
import type { Connection, Values } from '../Connection.ts'
import { rowAt } from '../rows.ts'
import { firstMessage, message as messageSql } from '../sql/state.ts'

const before = firstMessage('not m.removed and m.n < @n', 'm.n desc')
const publicBefore = firstMessage('not m.removed and m.customer_n < @n', 'm.customer_n desc')
const answerBefore = firstMessage(
  'not m.removed and m.answers and m.customer_n < @n and m.customer_n > @settled',
  'm.customer_n desc',
)
const fromCustomerAfter = firstMessage(
  `not m.removed and m.author_side = 'customer' and m.customer_n > @answered and m.id <> @id`,
  'm.customer_n',
)

/** What is left of a conversation's last messages, its run and its answer once a message is removed. */
export const neighboursOf = async (
  connection: Connection,
  stream: StreamKey,
  header: Header,
  id: MessageId,
): Promise<Neighbours | null> => {
  const { tenant, conversation } = stream
  const [found] = await connection.ask(messageSql, { tenant, conversation, id })
  if (found === undefined) return null
  const removed = rowAt('message', found)
  const { customerN } = removed
  const first = async (sql: string, values: Values): Promise<MessageRow | null> => {
    const [row] = await connection.ask(sql, { tenant, conversation, ...values })
    return row === undefined ? null : rowAt('message', row)
  }

  const lastStaff =
    header.lastStaff?.id === id ? asStaffSee(await first(before, { n: removed.n })) : header.lastStaff
  const lastCustomer =
    header.lastCustomer?.id === id && customerN !== null
      ? asCustomersSee(await first(publicBefore, { n: customerN }))
      : header.lastCustomer

  const answered =
    removed.answers &&
    customerN !== null &&
    customerN === header.answeredN &&
    header.answeredN > header.settledN
  const answeredN = answered
    ? ((await first(answerBefore, { n: customerN, settled: header.settledN }))?.customerN ?? header.settledN)
    : header.answeredN

  if (!answered && header.run?.id !== id) return { lastStaff, lastCustomer, answeredN, run: header.run }
  const next = await first(fromCustomerAfter, { answered: answeredN, id })
  const ref = asCustomersSee(next)
  const run = next === null || ref === null ? null : { ...ref, staffN: next.n }
  return { lastStaff, lastCustomer, answeredN, run }
}
