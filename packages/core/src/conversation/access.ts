import { find } from '../kernel/Lookup.ts'
import type { Actor } from './Actor.ts'
import { readerKey, sideOf, whoIs } from './Actor.ts'
import { recordKey } from './Ids.ts'
import type { Header, Seat, State } from './State.ts'
import { isMember } from './State.ts'

/**
 * Whether somebody may read a conversation. `later`: they read it only because they read a later, open
 * conversation of the same customer; that takes a look elsewhere, which is asked for only when all else fails.
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

/** It waits in a queue they serve, or ended there. */
const inTheirQueue = (actor: Actor, header: Header): boolean =>
  servesItsQueue(actor, header) && (header.status === 'closed' || header.assignee === null)

/** It is in a queue they serve, waiting or picked. */
export const servesItsQueue = ({ queues }: Actor, { queue }: Header): boolean =>
  queue !== null && queues.includes(queue)

const handledBefore = (header: Header, seat: Seat | null): boolean =>
  header.status === 'closed' && seat !== null && seat.wasAssigned

/** A record they were granted is linked; for a customer, only if links to such records are shown to customers. */
const hasGrant = (actor: Actor, state: State, visible: boolean): boolean =>
  actor.records.some((record) => {
    const link = find(state.links, recordKey(record))
    return link !== null && (link.customerVisible || !visible)
  })
