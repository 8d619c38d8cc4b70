import { find } from '../../kernel/Lookup.ts'
import type { Who } from '../Actor.ts'
import { readerKey, whoIs } from '../Actor.ts'
import type { Context } from '../Command.ts'
import type { Reach } from '../Event.ts'
import type { MessageId } from '../Ids.ts'
import type { Place } from '../Needs.ts'
import { placeKey } from '../Needs.ts'
import type { MessageFacts } from '../State.ts'
import { hiddenTo, ordinalOf } from '../State.ts'
import type { Here } from './Decision.ts'

/** What may name a message, in words. */
export const aMessage = 'the id of a message of this conversation'

/**
 * The message, if the actor sees it: notes are hidden from customers, and messages before a joining by the policy's
 * `history`.
 */
export const seen = ({ actor }: Context, here: Here, id: MessageId): MessageFacts | null => {
  const who = whoIs(actor)
  const message = find(here.messages, id)
  const n = message === null ? null : ordinalOf(message, who.side)
  return n !== null && n > hiddenFrom(here, who) ? message : null
}

/** A reader's cursor at or before a message; null where the reader does not see the message. */
export const reachSeen = (here: Here, who: Who, place: Exclude<Place, string>): Reach | null => {
  const reach = find(here.reaches, placeKey(who, place))
  if (reach === null) return null
  const n = 'at' in place ? reach.read : reach.read + 1
  return n > hiddenFrom(here, who) ? reach : null
}

const hiddenFrom = (here: Here, who: Who): number => hiddenTo(find(here.seats, readerKey(who)))
