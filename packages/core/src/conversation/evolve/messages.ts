import { find, loaded, set } from '../../kernel/Lookup.ts'
import type { Who } from '../Actor.ts'
import { readerKey, sameWho } from '../Actor.ts'
import type { FactsOf } from '../Event.ts'
import type { messages } from '../events/messages.ts'
import type { Time, Version } from '../Ids.ts'
import { withRemoved } from '../Reach.ts'
import type { Recorded } from '../Recorded.ts'
import type { Header, MessageFacts, MessageRef, Seat, State } from '../State.ts'
import { ordinalOf } from '../State.ts'
import { type Evolve, changeHeader, changeSeat } from './changes.ts'

/** Messages. */
export const evolveMessages: Evolve<typeof messages> = {
  'message-posted': (state, recorded) => posted(state, recorded),
  'message-edited': (state, { event, version, at }) =>
    changed(state, event, (message) =>
      put(state, {
        ...message,
        mentions: event.mentions,
        bodyVersion: version,
        editedAt: at,
        publicEditedAt: message.customerN === null ? null : at,
      }),
    ),
  'message-removed': (state, { event }) => changed(state, event, (message) => removed(state, message)),
  'message-published': (state, { event, at, customerVersion }) =>
    changed(state, event, (message) => published(state, message, at, customerVersion)),
}

const changed = (
  state: State,
  { messageId }: { readonly messageId: MessageFacts['id'] },
  change: (message: MessageFacts) => State,
): State => {
  const message = find(state.messages, messageId)
  return message === null ? state : change(message)
}

const put = (state: State, message: MessageFacts): State => ({
  ...state,
  messages: set(state.messages, message.id, message),
})

const posted = (before: State, recorded: Recorded<FactsOf<'message-posted'>>): State => {
  const { event, at, version } = recorded
  if (before.header === null) return before
  const actor: Who = { side: recorded.actor.side, id: recorded.actor.id }
  const fromCustomer = event.author.side === 'customer'
  const owned = own(
    own(before, event.author, event.authorKind, fromCustomer),
    actor,
    recorded.actor.kind,
    fromCustomer,
    event.author,
  )
  const isPublic = event.visibility === 'public'
  const n = before.header.staffN + 1
  const customerN = isPublic ? before.header.customerN + 1 : null
  const fromCustomerN = before.header.fromCustomerN + (fromCustomer ? 1 : 0)
  const authorSeat = find(owned.seats, readerKey(event.author))
  const actorSeat = find(owned.seats, readerKey(actor))
  const message: MessageFacts = {
    id: event.messageId,
    version,
    n,
    customerN,
    fromCustomerN,
    author: event.author,
    authorKind: event.authorKind,
    actor,
    authorOwnN: authorSeat?.ownN ?? 0,
    actorOwnN: actorSeat?.ownN ?? 0,
    authorOwnCustomerN: authorSeat?.ownCustomerN ?? 0,
    actorOwnCustomerN: actorSeat?.ownCustomerN ?? 0,
    visibility: event.visibility,
    removed: false,
    answers: event.answers,
    mentions: event.mentions,
    replyTo: event.replyTo,
    attributes: event.attributes,
    at,
    bodyVersion: version,
    publicAt: isPublic ? at : null,
    customerVersion: recorded.customerVersion,
    editedAt: null,
    publicEditedAt: null,
    hash: null,
  }
  return changeHeader(put(owned, message), (header) => ({
    staffN: n,
    fromCustomerN,
    lastStaff: { id: message.id, n, at },
    ...(customerN === null ? {} : appeared(header, message, customerN, at)),
  }))
}

/**
 * Counts a message as a person's own; a message posted as another person counts once for the author and once for the
 * actor.
 */
const own = (state: State, who: Who, kind: Seat['kind'], fromCustomer: boolean, unless?: Who): State => {
  if (unless !== undefined && sameWho(who, unless)) return state
  return changeSeat(state, who, kind, (seat) => ({
    ownN: seat.ownN + 1,
    ownCustomerN: seat.ownCustomerN + (fromCustomer && who.side === 'staff' ? 1 : 0),
  }))
}

/** A message becomes visible to customers: it is their last message, and it asks or answers. */
const appeared = (
  header: Header,
  message: MessageFacts,
  customerN: number,
  at: MessageRef['at'],
): Partial<Header> => ({
  customerN,
  lastCustomer: { id: message.id, n: customerN, at },
  ...(message.author.side === 'customer'
    ? { run: header.run ?? { id: message.id, n: customerN, staffN: message.n, at } }
    : message.answers
      ? { answeredN: customerN, run: null }
      : {}),
})

const published = (state: State, message: MessageFacts, at: Time, customerVersion: Version | null): State => {
  if (state.header === null) return state
  const customerN = state.header.customerN + 1
  const now: MessageFacts = { ...message, visibility: 'public', customerN, publicAt: at, customerVersion }
  return changeHeader(put(state, now), (header) => appeared(header, now, customerN, at))
}

/** A tombstone keeps its ordinal; readers who had not read the message have one less unread. */
const removed = (state: State, message: MessageFacts): State => {
  const around = find(state.neighbours, message.id)
  const seats = loaded(state.seats).reduce((lookup, seat) => {
    const n = ordinalOf(message, seat.who.side)
    const isOwn = sameWho(seat.who, message.author) || sameWho(seat.who, message.actor)
    if (n === null || isOwn || n <= seat.reach.read) return lookup
    const fromCustomer = message.author.side === 'customer' && seat.who.side === 'staff'
    return set(lookup, readerKey(seat.who), {
      ...seat,
      reach: withRemoved(seat.reach, fromCustomer),
    })
  }, state.seats)
  return changeHeader({ ...put(state, { ...message, removed: true }), seats }, () => around ?? {})
}
