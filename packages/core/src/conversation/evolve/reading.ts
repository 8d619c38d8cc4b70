import type { EventType, FactsOf } from '../Event.ts'
import type { reading } from '../events/reading.ts'
import type { Recorded } from '../Recorded.ts'
import type { Seat, State } from '../State.ts'
import { type Evolve, changeSeat } from './changes.ts'

/** Changes the reader's seat; no change without a reader. */
const ofReader =
  <T extends EventType>(change: (seat: Seat, recorded: Recorded<FactsOf<T>>) => Partial<Seat>) =>
  (state: State, recorded: Recorded<FactsOf<T>>): State => {
    const { reader, version } = recorded
    if (reader === null) return state
    return changeSeat(state, reader, reader.side, (before) => ({ ...change(before, recorded), version }))
  }

/** Read state. */
export const evolveReading: Evolve<typeof reading> = {
  // The cursor never moves back: a person who joined by posting may be further than their `seenUpTo`.
  'read-up-to': ofReader(({ reach }, { event: { to } }) => ({
    reach: to.read > reach.read ? to : reach,
    flag: false,
  })),
  'unread-flag-cleared': ofReader(() => ({ flag: false })),
  'marked-unread': ofReader((_, { event, version }) => ({
    reach: event.to,
    flag: true,
    markVersion: version,
  })),
  'cursor-placed': ofReader((_, { event }) => ({
    reach: event.to,
    placed: true,
    ...(event.flag ? { flag: true } : {}),
  })),
  'conversation-muted': ofReader(() => ({ muted: true })),
  'conversation-unmuted': ofReader(() => ({ muted: false })),
}
