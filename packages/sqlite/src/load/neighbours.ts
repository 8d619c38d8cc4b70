import type { Header, MessageId, NearestAsked, Neighbours, StreamKey } from '@colloquy/core/storage'
import { nearest } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { rowAt } from '../rows.ts'
import { firstMessage, message as messageSql } from '../sql/state.ts'

const sql: { readonly [W in NearestAsked['which']]: string } = {
  last: firstMessage('m.removed = 0 and m.n < @n', 'm.n desc'),
  lastPublic: firstMessage('m.removed = 0 and m.customer_n < @n', 'm.customer_n desc'),
  lastAnswer: firstMessage(
    'm.removed = 0 and m.answers = 1 and m.customer_n < @n and m.customer_n > @settled',
    'm.customer_n desc',
  ),
  firstFromCustomer: firstMessage(
    `m.removed = 0 and m.author_side = 'customer' and m.customer_n > @answered and m.id <> @id`,
    'm.customer_n',
  ),
}

/** A conversation's last messages, run and answer after a message's removal. */
export const neighboursOf = (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  header: Header,
  id: MessageId,
): Neighbours | null => {
  const removed = connection.raw(messageSql).get(tenant, conversation, id)
  if (removed === undefined) return null
  const asking = nearest(header, rowAt('message', removed))
  for (let step = asking.next(null); ; ) {
    if (step.done === true) return step.value
    const { which, ...values } = step.value
    const row = connection.raw(sql[which]).get({ tenant, conversation, ...values })
    step = asking.next(row === undefined ? null : rowAt('message', row))
  }
}
