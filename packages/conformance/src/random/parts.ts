import type { ActorId, Contact, MessageId, Who } from '@colloquy/core/storage'
import type { Draft, Person } from '@colloquy/core/engine'
import { customers, staff } from './cast.ts'
import type { Dice } from './Dice.ts'
import type { Known } from './Known.ts'

export const bodies = [
  'hello there',
  'where is my order',
  'Order two is late',
  'thanks',
  'HELLO again',
  'Łódź hello, パパ',
  'สวัสดีครับ order',
  '🙏',
] as const

export const contact = (id: string): Contact => ({
  name: `${id} smith`,
  phone: `+49 (0)30 ${id.length}1 23-45`,
  email: null,
})

export const anybody = (dice: Dice): Who => {
  const side = dice.pick(['staff', 'customer', 'staff'] as const)
  return { side, id: dice.pick(side === 'staff' ? staff : customers) as ActorId }
}

export const personFor = (dice: Dice, who: Who): Person => ({
  who,
  kind: who.side,
  contact: dice.oneIn(2) ? contact(who.id) : null,
})

export const draftOf = (dice: Dice, known: Known, messages: Array<string>, self: Who): Draft => {
  const used = messages.length > 0 && dice.oneIn(20)
  const messageId = used ? dice.pick(messages) : `m${known.at}`
  const before = [...messages]
  if (!used) messages.push(messageId)
  const earlier = (times: number): MessageId | null =>
    before.length > 0 && dice.oneIn(times) ? (dice.pick(before) as MessageId) : null
  return {
    messageId: messageId as MessageId,
    body: dice.pick(bodies),
    visibility:
      self.side === 'customer' && !dice.oneIn(12) ? null : dice.pick(['public', 'internal', null] as const),
    as: dice.oneIn(8) ? anybody(dice) : null,
    replyTo: earlier(6),
    mentions: dice.oneIn(8) ? [dice.pick(staff) as ActorId] : [],
    seenUpTo: earlier(5),
    confirmPublic: !dice.oneIn(3),
    answers: dice.oneIn(3),
    attributes: {},
  }
}

/** A draft without a quote, because there is no earlier message. */
export const openingOf = (dice: Dice, known: Known, messages: Array<string>, self: Who): Draft => {
  const draft = draftOf(dice, known, messages, self)
  return {
    ...draft,
    replyTo: null,
    seenUpTo: null,
    as: dice.oneIn(6) ? draft.as : null,
    visibility: dice.oneIn(4) ? draft.visibility : null,
  }
}

export const readerOf = (dice: Dice, self: Who): { readonly for: Who; readonly confirm: boolean } =>
  dice.oneIn(4) ? { for: anybody(dice), confirm: !dice.oneIn(4) } : { for: self, confirm: false }
