import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import { readerKey } from '../Actor.ts'
import type { Context } from '../Command.ts'
import type { ActorId } from '../Ids.ts'
import { confirmationRequired } from '../Rejection.ts'
import type { Header, MessageFacts } from '../State.ts'
import type { Here, Permission } from './Decision.ts'
import { allowed, policiesFor } from './Decision.ts'

/** What of a public text says that it was meant for colleagues. */
type Risk = {
  /** What it replies to. */
  readonly quoted: MessageFacts | null
  readonly mentions: ReadonlyArray<ActorId>
  /** Whether it is said after what came last, and not a change of what was said. */
  readonly isNew: boolean
  readonly confirmPublic: boolean
}

/**
 * D27: what staff write to a customer must be confirmed where it was probably meant for colleagues. Nobody else is
 * asked: customers have none, and bots and the system have nobody who could answer.
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

/** Somebody of the staff here, or by the host's directory; oneself is no colleague. */
const isColleague = (context: Context, here: Here, id: ActorId): boolean => {
  const key = readerKey({ side: 'staff', id })
  return (
    id !== context.actor.id && (find(here.seats, key) !== null || context.directory?.get(key) !== undefined)
  )
}

/** The last message is internal, and nothing became public after it. */
const endsInternally = ({ lastStaff, lastCustomer }: Header): boolean =>
  lastStaff !== null &&
  (lastCustomer === null || (lastCustomer.id !== lastStaff.id && lastCustomer.at <= lastStaff.at))
