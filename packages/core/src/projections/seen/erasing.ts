import { sameWho } from '../../conversation/Actor.ts'
import type { Who } from '../../conversation/Actor.ts'
import type { MessageId } from '../../conversation/Ids.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import { hiddenTo } from '../../conversation/State.ts'
import type { Rows } from '../rows/Tables.ts'
import { conversationIn, seatIn } from './access.ts'
import type { Viewer } from './Viewer.ts'

/** A text that a customer sees, by the person it concerns: in a message, or (null) as the subject line or a name. */
type Words = { readonly of: Who; readonly message: MessageId | null }

/**
 * Whether an erasure removed a text that the customer could see when it happened. An erasure of hidden texts only, such
 * as notes, is not shown to customers.
 */
export const tookFrom = (erasure: Recorded, rows: Rows, viewer: Viewer): boolean => {
  const { event } = erasure
  if (event.type !== 'content-erased') return false
  const { of } = event
  return wordsSeen(erasure, rows, viewer).some((words) => {
    switch (of.what) {
      case 'conversation':
        return true
      case 'message':
        return words.message === of.messageId
      case 'participant':
        return sameWho(words.of, of.who)
    }
  })
}

/**
 * The rows may be newer than the event. A message that became visible after it is included nevertheless: the event that
 * made it visible shows the conversation as changed anyway.
 */
const wordsSeen = (
  { version }: Pick<Recorded, 'version'>,
  rows: Rows,
  viewer: Viewer,
): ReadonlyArray<Words> => {
  const row = conversationIn(rows)
  if (row === null || row.type === 'internal') return []
  const from = hiddenTo(seatIn(rows, viewer))
  const messages = rows.message
    .filter(({ customerN, removed }) => !removed && (customerN ?? 0) > from)
    .map(({ authorSide: side, author: id, id: message }) => ({ of: { side, id }, message }))
  const names = rows.seat
    .filter((seat) => seat.side === 'customer' && seat.participant && isBefore(seat.nameVersion, version))
    .map(({ side, actor: id }) => ({ of: { side, id }, message: null }))
  const subject = isBefore(row.subjectVersion, version)
    ? [{ of: { side: row.concernsSide, id: row.concerns }, message: null }]
    : []
  return [...messages, ...names, ...subject]
}

const isBefore = (held: number | null, version: number): boolean => held !== null && held < version
