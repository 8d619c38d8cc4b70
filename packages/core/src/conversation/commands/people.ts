import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { Kind, Who } from '../Actor.ts'
import { readerKey, sameWho, sideOf, whoIs } from '../Actor.ts'
import type { Context, Person } from '../Command.ts'
import type { Contact, ConversationEvent } from '../Event.ts'
import type { ActorId } from '../Ids.ts'
import type { TypePolicies } from '../policies/Policies.ts'
import { invalidTarget } from '../Rejection.ts'
import type { State } from '../State.ts'
import type { Here, Permission } from './Decision.ts'
import { allowed, policiesFor } from './Decision.ts'

/** What the host's directory says of somebody; null where it has nothing, or there is none. */
const known = (context: Context, who: Who) => context.directory?.get(readerKey(who)) ?? null

/** Somebody may be named if the directory knows them as active; without a directory, everybody may. */
export const nameable = (context: Context, who: Who): Permission<'InvalidTarget'> => {
  if (context.directory === null) return allowed
  const person = known(context, who)
  return person !== null && person.active && sideOf(person.kind) === who.side
    ? allowed
    : E.left(invalidTarget)
}

/**
 * O6, V18: whom one may assign to. Without a directory, only somebody known here as a customer and not as staff is
 * refused.
 */
export const assignable = (context: Context, here: Here, id: ActorId): Permission<'InvalidTarget'> => {
  if (context.directory === null) return isOnlyCustomer(here, id) ? E.left(invalidTarget) : allowed
  return assignableByDirectory(context, policiesFor(context, here.header), id)
}

/** Somebody whom the host's directory knows as active staff, of a role that the policy names if it names any. */
export const assignableByDirectory = (
  context: Context,
  { assignTo }: TypePolicies,
  id: ActorId,
): Permission<'InvalidTarget'> => {
  const person = known(context, { side: 'staff', id })
  const fits =
    person !== null &&
    person.active &&
    person.kind === 'staff' &&
    (assignTo === null || (person.role !== null && assignTo.includes(person.role)))
  return fits ? allowed : E.left(invalidTarget)
}

const isOnlyCustomer = (here: Here, id: ActorId): boolean =>
  find(here.seats, readerKey({ side: 'staff', id })) === null &&
  (here.header.customer === id || find(here.seats, readerKey({ side: 'customer', id })) !== null)

/** How somebody is called: as the command says, else as they call themselves, else as the directory does. */
export const contactOf = (context: Context, who: Who, given: Contact | null): Contact | null =>
  given ?? ownContact(context, who) ?? known(context, who)?.contact ?? null

/** However somebody comes to take part, by a note or in public, they have the same name. */
const ownContact = ({ actor }: Context, who: Who): Contact | null =>
  sameWho(who, whoIs(actor)) && actor.name !== null ? { name: actor.name, phone: null, email: null } : null

type Joined = Extract<ConversationEvent, { type: 'participant-joined' }>

export const joined = (
  context: Context,
  person: Person,
  history: Joined['history'],
  cause: Joined['cause'],
): Joined => {
  const contact = contactOf(context, person.who, person.contact)
  return {
    type: 'participant-joined',
    who: person.who,
    kind: person.kind,
    history,
    named: contact !== null,
    cause,
    personal: contact,
  }
}

/** Somebody who posts becomes a participant; the system is nobody. */
export const joinedByPosting = (
  context: Context,
  state: State,
  who: Who,
  kind: Kind,
  history: Joined['history'],
): ReadonlyArray<Joined> => {
  const seat = find(state.seats, readerKey(who))
  if (kind === 'system' || (seat !== null && seat.participant)) return []
  return [joined(context, { who, kind, contact: null }, history, 'post')]
}
