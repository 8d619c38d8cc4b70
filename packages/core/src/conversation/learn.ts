import { find, set } from '../kernel/Lookup.ts'
import { readerKey } from './Actor.ts'
import type { Event } from './Event.ts'
import type { State } from './State.ts'

/** The events that hold what somebody wrote or is called, and the hashes of it. */
type Worded = Extract<Event, { readonly personal: unknown }>

/**
 * What a state knows of an event's personal content, which `evolve` does not see: by which hash the same input is known
 * again, and the texts that a fork copies. Whoever loads a state reads these beside the rows; a batch, which carries a
 * state on, learns them here. What is left out is a command acknowledged that nobody keeps.
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
    // The hash stays that of what was posted: a retry of the post is the same post.
    case 'message-edited':
      return state
  }
}
