import type { Who } from '../Actor.ts'
import type { FactsOf, ReadingEvent } from '../Event.ts'
import type { Version } from '../Ids.ts'
import type { Seat, State } from '../State.ts'
import { changeSeat } from './seats.ts'

/** How far somebody has read. */
export const evolveReading = (
  state: State,
  reader: Who,
  version: Version,
  event: FactsOf<ReadingEvent>,
): State =>
  changeSeat(state, reader, reader.side, (seat) => ({ ...readingOf(seat, version, event), version }))

const readingOf = (seat: Seat, version: Version, event: FactsOf<ReadingEvent>): Partial<Seat> => {
  switch (event.type) {
    case 'read-up-to':
      // Reading goes forward only: whoever joins by posting may be further than what they say they saw.
      return { reach: event.to.read > seat.reach.read ? event.to : seat.reach, flag: false }
    case 'unread-flag-cleared':
      return { flag: false }
    case 'marked-unread':
      return { reach: event.to, flag: true, markVersion: version }
    case 'cursor-placed':
      return { reach: event.to, placed: true, ...(event.flag ? { flag: true } : {}) }
    case 'conversation-muted':
      return { muted: true }
    case 'conversation-unmuted':
      return { muted: false }
  }
}
