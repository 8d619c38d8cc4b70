import type { Header, MessageId, NearestAsked, Neighbours, StreamKey } from '@colloquy/core/storage'
import { nearest } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { rowAt } from '../rows.ts'
import { firstMessage, message as messageSql } from '../sql/state.ts'

const sql: { readonly [W in NearestAsked['which']]: string } = {
  last: firstMessage('not m.removed and m.n < @n', 'm.n desc'),
  lastPublic: firstMessage('not m.removed and m.customer_n < @n', 'm.customer_n desc'),
  lastAnswer: firstMessage(
    'not m.removed and m.answers and m.customer_n < @n and m.customer_n > @settled',
    'm.customer_n desc',
  ),
  firstFromCustomer: firstMessage(
    `not m.removed and m.author_side = 'customer' and m.customer_n > @answered and m.id <> @id`,
    'm.customer_n',
  ),
}

/** A conversation's last messages, run and answer after a message's removal. */
export const neighboursOf = async (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  header: Header,
  id: MessageId,
): Promise<Neighbours | null> => {
  const [removed] = await connection.ask(messageSql, { tenant, conversation, id })
  if (removed === undefined) return null
  const steps = nearest(header, rowAt('message', removed))
  for (let step = steps.next(null); ; ) {
    if (step.done === true) return step.value
    const { which, ...values } = step.value
    const [row] = await connection.ask(sql[which], { tenant, conversation, ...values })
    step = steps.next(row === undefined ? null : rowAt('message', row))
  }
}
