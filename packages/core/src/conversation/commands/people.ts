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

/** The directory entry of a person; null without an entry or a directory. */
const known = (context: Context, who: Who) => context.directory?.get(readerKey(who)) ?? null

/** Only people whom the directory knows as active may be named; without a directory, everybody. */
export const nameable = (context: Context, who: Who): Permission<'InvalidTarget'> => {
  if (context.directory === null) return allowed
  const person = known(context, who)
  return person !== null && person.active && sideOf(person.kind) === who.side
    ? allowed
    : E.left(invalidTarget)
}

/**
 * O6, V18: who can be assigned. Without a directory only people known here as customers, and not as staff, are refused.
 */
export const assignable = (context: Context, here: Here, id: ActorId): Permission<'InvalidTarget'> => {
  if (context.directory === null) return isOnlyCustomer(here, id) ? E.left(invalidTarget) : allowed
  return assignableByDirectory(context, policiesFor(context, here.header), id)
}

/** Active staff by the directory, with a role that the policy allows. */
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

/** A person's contact: from the command, else from their own actor, else from the directory. */
export const contactOf = (context: Context, who: Who, given: Contact | null): Contact | null =>
  given ?? ownContact(context, who) ?? known(context, who)?.contact ?? null

/** The name from the person's own actor: the same whether they join by a note or by a public message. */
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

/** An author becomes a participant; the system does not. */
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
