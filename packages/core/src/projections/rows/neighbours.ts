import type { MessageId } from '../../conversation/Ids.ts'
import type { Header, MessageRef, Neighbours } from '../../conversation/State.ts'
import { headerOf } from './ofRow.ts'
import type { ConversationRow, MessageRow } from './Tables.ts'

/** A message as staff refer to it. */
const asStaffSee = (message: MessageRow | null): MessageRef | null =>
  message === null ? null : { id: message.id, n: message.n, at: message.at }

/** The same for customers; null where they do not see it. */
const asCustomersSee = (message: MessageRow | null): MessageRef | null =>
  message === null || message.customerN === null
    ? null
    : { id: message.id, n: message.customerN, at: message.publicAt ?? message.at }

/** A query for one of the messages that were not removed. Ordinals are customers' where it is about customers. */
export type NearestAsked =
  | { readonly which: 'last'; readonly n: number }
  | { readonly which: 'lastPublic'; readonly n: number }
  | { readonly which: 'lastAnswer'; readonly n: number; readonly settled: number }
  | { readonly which: 'firstFromCustomer'; readonly answered: number; readonly id: MessageId }

/**
 * A conversation's last messages, run and answer after a message's removal. A generator that asks for one message at a
 * time, so that a database can answer it.
 */
export function* nearest(
  header: Header,
  { id, n, customerN, answers }: MessageRow,
): Generator<NearestAsked, Neighbours, MessageRow | null> {
  const lastStaff = header.lastStaff?.id === id ? asStaffSee(yield { which: 'last', n }) : header.lastStaff
  const lastCustomer =
    header.lastCustomer?.id === id && customerN !== null
      ? asCustomersSee(yield { which: 'lastPublic', n: customerN })
      : header.lastCustomer

  const { settledN } = header
  const answered =
    answers && customerN !== null && customerN === header.answeredN && header.answeredN > settledN
  const answeredN = answered
    ? ((yield { which: 'lastAnswer', n: customerN, settled: settledN })?.customerN ?? settledN)
    : header.answeredN

  if (!answered && header.run?.id !== id) return { lastStaff, lastCustomer, answeredN, run: header.run }
  const first = yield { which: 'firstFromCustomer', answered: answeredN, id }
  const ref = asCustomersSee(first)
  const run = first === null || ref === null ? null : { ...ref, staffN: first.n }
  return { lastStaff, lastCustomer, answeredN, run }
}

/** The same from all messages in memory; null where there is no such message. */
export const neighboursOf = (
  row: ConversationRow,
  messages: ReadonlyArray<MessageRow>,
  id: MessageId,
): Neighbours | null => {
  const removed = messages.find((message) => message.id === id)
  if (removed === undefined) return null
  const left = messages.filter((message) => message.id !== id && !message.removed)
  const asking = nearest(headerOf(row), removed)
  for (let step = asking.next(null); ; step = asking.next(found(left, step.value)))
    if (step.done === true) return step.value
}

const found = (left: ReadonlyArray<MessageRow>, asked: NearestAsked): MessageRow | null => {
  switch (asked.which) {
    case 'last':
      return most(left, ({ n }) => (n < asked.n ? n : null), 1)
    case 'lastPublic':
      return most(left, ({ customerN: n }) => (n !== null && n < asked.n ? n : null), 1)
    case 'lastAnswer': {
      const { n: before, settled } = asked
      return most(
        left,
        ({ answers, customerN: n }) => (answers && n !== null && n < before && n > settled ? n : null),
        1,
      )
    }
    case 'firstFromCustomer': {
      const { answered } = asked
      return most(
        left,
        ({ authorSide, customerN: n }) =>
          authorSide === 'customer' && n !== null && n > answered ? n : null,
        -1,
      )
    }
  }
}

/** The item with the greatest or least key, of those that pass. */
const most = (
  messages: ReadonlyArray<MessageRow>,
  key: (message: MessageRow) => number | null,
  sign: 1 | -1,
): MessageRow | null => {
  let best: { readonly message: MessageRow; readonly value: number } | null = null
  for (const message of messages) {
    const value = key(message)
    if (value === null || (best !== null && sign * (value - best.value) <= 0)) continue
    best = { message, value }
  }
  return best?.message ?? null
}
