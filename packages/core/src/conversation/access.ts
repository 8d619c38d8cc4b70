import { find } from '../kernel/Lookup.ts'
import type { Actor } from './Actor.ts'
import { readerKey, sideOf, whoIs } from './Actor.ts'
import { recordKey } from './Ids.ts'
import type { Header, Seat, State } from './State.ts'
import { isMember } from './State.ts'

/**
 * Whether an actor may read a conversation. `ask-history`: only access to a later, open conversation of the same
 * customer can grant it, and that is loaded only when every other rule denies.
 */
export type Access = 'yes' | 'no' | 'ask-history'

export const access = (actor: Actor, state: State): Access => {
  const { header } = state
  if (header === null || header.status === 'removed') return 'no'
  if (actor.kind === 'system') return 'yes'
  const seat = find(state.seats, readerKey(whoIs(actor)))
  const member = seat !== null && isMember(seat)
  if (sideOf(actor.kind) === 'customer') {
    return header.type === 'customer' && (member || hasGrant(actor, state, true)) ? 'yes' : 'no'
  }
  const mayRead =
    member ||
    actor.capabilities.has('view.all') ||
    (actor.capabilities.has('view.fromCustomers') && header.type === 'customer') ||
    inTheirQueue(actor, header) ||
    handledBefore(header, seat) ||
    hasGrant(actor, state, false)
  if (mayRead) return 'yes'
  if (!actor.capabilities.has('view.customerHistory') || header.customer === null) return 'no'
  if (state.customerHistory === null) return 'ask-history'
  return state.customerHistory ? 'yes' : 'no'
}

/** The conversation waits in a queue the actor serves, or was closed there. */
const inTheirQueue = (actor: Actor, header: Header): boolean =>
  servesItsQueue(actor, header) && (header.status === 'closed' || header.assignee === null)

/** The conversation is in a queue the actor serves, waiting or picked. */
export const servesItsQueue = ({ queues }: Actor, { queue }: Header): boolean =>
  queue !== null && queues.includes(queue)

const handledBefore = (header: Header, seat: Seat | null): boolean =>
  header.status === 'closed' && seat !== null && seat.wasAssigned

/** A record granted to the actor is linked; for a customer, only by a link that customers see. */
const hasGrant = (actor: Actor, state: State, visible: boolean): boolean =>
  actor.records.some((record) => {
    const link = find(state.links, recordKey(record))
    return link !== null && (link.customerVisible || !visible)
  })
