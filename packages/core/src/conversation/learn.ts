import { find, set } from '../kernel/Lookup.ts'
import { readerKey } from './Actor.ts'
import type { Event } from './Event.ts'
import type { State } from './State.ts'

/** The events with personal content. */
type Worded = Extract<Event, { readonly personal: unknown }>

/**
 * Adds to a state what `evolve` does not see of an event's personal content: the hash that recognises a retry, and the
 * texts that a fork copies. A storage loads these beside the rows; a batch adds them here, or a retry within the batch
 * would be taken for a new command.
 */
export const learn = (state: State, event: Event): State =>
  'personal' in event ? learnFrom(state, event) : state

const learnFrom = (state: State, event: Worded): State => {
  switch (event.type) {
    case 'conversation-created':
      return {
        ...state,
        startHash: event.personal?.hash ?? null,
        subject: event.personal?.subject ?? null,
      }
    case 'message-posted': {
      const message = find(state.messages, event.messageId)
      if (message === null) return state
      const hash = event.personal?.hash ?? null
      return { ...state, messages: set(state.messages, message.id, { ...message, hash }) }
    }
    case 'participant-joined':
      return event.named
        ? { ...state, contacts: set(state.contacts, readerKey(event.who), event.personal) }
        : state
    case 'conversation-renamed':
      return { ...state, subject: event.personal?.subject ?? null }
    // An edit keeps the hash of the post, so that a retry of the post is still recognised.
    case 'message-edited':
      return state
  }
}
