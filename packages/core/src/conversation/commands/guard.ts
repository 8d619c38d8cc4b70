import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import { readerKey } from '../Actor.ts'
import type { Context } from '../Command.ts'
import type { ActorId } from '../Ids.ts'
import { confirmationRequired } from '../Rejection.ts'
import type { Header, MessageFacts } from '../State.ts'
import type { Here, Permission } from './Decision.ts'
import { allowed, policiesFor } from './Decision.ts'

/** What suggests that a public message was meant for colleagues. */
type Risk = {
  /** The message it replies to. */
  readonly quoted: MessageFacts | null
  readonly mentions: ReadonlyArray<ActorId>
  /** A new message, not an edit or a publication. */
  readonly isNew: boolean
  readonly confirmPublic: boolean
}

/**
 * D27: staff must confirm a public message that was probably meant for colleagues. Customers have no colleagues, and
 * bots and the system have nobody to confirm.
 */
export const confirmed = (context: Context, here: Here, risk: Risk): Permission<'ConfirmationRequired'> => {
  const { guard } = policiesFor(context, here.header)
  if (guard === 'off' || context.actor.kind !== 'staff' || risk.confirmPublic) return allowed
  const isRisky =
    risk.quoted?.visibility === 'internal' ||
    risk.mentions.some((id) => isColleague(context, here, id)) ||
    (guard === 'afterInternal' && risk.isNew && endsInternally(here.header))
  return isRisky ? E.left(confirmationRequired) : allowed
}

/** Staff by this conversation or by the host's directory, except the actor. */
const isColleague = (context: Context, here: Here, id: ActorId): boolean => {
  const key = readerKey({ side: 'staff', id })
  return (
    id !== context.actor.id && (find(here.seats, key) !== null || context.directory?.get(key) !== undefined)
  )
}

/** The last message is internal, and no message became public after it. */
const endsInternally = ({ lastStaff, lastCustomer }: Header): boolean =>
  lastStaff !== null &&
  (lastCustomer === null || (lastCustomer.id !== lastStaff.id && lastCustomer.at <= lastStaff.at))
