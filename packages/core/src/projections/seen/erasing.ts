import { sameWho } from '../../conversation/Actor.ts'
import type { Who } from '../../conversation/Actor.ts'
import type { MessageId } from '../../conversation/Ids.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import { hiddenTo } from '../../conversation/State.ts'
import type { Rows } from '../rows/Tables.ts'
import { conversationIn, seatIn } from './access.ts'
import type { Viewer } from './Viewer.ts'

/** Words that a customer sees of somebody: in which message, or (null) as the subject line or a name. */
type Words = { readonly of: Who; readonly message: MessageId | null }

/**
 * Whether an erasure took words away that a customer could see when it happened. Of one that took only what was
 * hidden from them, a note for instance, they are told nothing.
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
 * The rows may be later ones. A message that came into sight after the event need not be left out: what brought it there
 * tells the customer of the conversation anyway. Times would not tell which was first within a millisecond.
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
