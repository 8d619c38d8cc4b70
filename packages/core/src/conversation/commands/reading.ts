import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { Who } from '../Actor.ts'
import { readerKey, sameWho, whoIs } from '../Actor.ts'
import type { CommandOf } from '../Command.ts'
import type { Reach } from '../Event.ts'
import type { Needs, Place } from '../Needs.ts'
import { placeKey } from '../Needs.ts'
import { confirmationRequired, expected } from '../Rejection.ts'
import type { Seat } from '../State.ts'
import { hiddenTo, isMember } from '../State.ts'
import type { Here, Permission } from './Decision.ts'
import { accepted, all, allowed, isActor, may, toReader, unchanged } from './Decision.ts'
import type { RulesOf } from './Rules.ts'
import { aMessage, reachSeen } from './seen.ts'

type Mark = CommandOf<'MarkRead' | 'MarkUnread'>

/** V13, V14: one's own read state needs only access; another reader's needs a capability and a confirmation. */
const mayMark = (command: Mark): Permission<'Forbidden' | 'ConfirmationRequired'> =>
  isActor(command.context, command.for)
    ? allowed
    : all(may(command.context, 'read.manageOthers'), command.confirm ? allowed : E.left(confirmationRequired))

/** Reaches that show whether both the actor and the reader see the message. */
const reachesOf = (self: Who, reader: Who, place: Place): Needs['reaches'] =>
  sameWho(self, reader)
    ? [{ reader, place }]
    : [
        { reader, place },
        { reader: self, place },
      ]

/** Only members have read state. */
const readerSeat = (command: Mark, here: Here): Seat | null => {
  const seat = find(here.seats, readerKey(command.for))
  return seat !== null && isMember(seat) && seat.placed ? seat : null
}

/** The reader's cursor at a message that both the reader and the actor see; else refused. */
const reachNamed = (
  { context, ...command }: Mark,
  here: Here,
  place: Exclude<Place, string>,
): Reach | null =>
  reachSeen(here, whoIs(context.actor), place) === null ? null : reachSeen(here, command.for, place)

export const reading = {
  /** Moves the cursor forward to a message, never back, and clears the unread mark. */
  MarkRead: {
    needs: ({ context, upTo, ...command }) => ({
      seats: [command.for],
      reaches: upTo === null ? [] : reachesOf(whoIs(context.actor), command.for, { at: upTo }),
    }),
    may: mayMark,
    decide: (command, here) => {
      const { upTo, token } = command
      if (token === 'foreign')
        return E.left(expected('readToken', 'one from a page of this conversation, of this reader'))
      const reach = upTo === null ? null : reachNamed(command, here, { at: upTo })
      const seat = readerSeat(command, here)
      if (upTo !== null && reach === null) return E.left(expected('upTo', aMessage))
      if (seat === null) return unchanged
      // The token is older than the last `markUnread`, which therefore wins.
      if (token !== null && token < seat.markVersion) return unchanged
      if (upTo !== null && reach !== null && reach.read > seat.reach.read) {
        return accepted([toReader(command, command.for, { type: 'read-up-to', messageId: upTo, to: reach })])
      }
      return seat.flag
        ? accepted([toReader(command, command.for, { type: 'unread-flag-cleared' })])
        : unchanged
    },
  },
  /** Moves the cursor back before a message, never forward, and sets the unread mark. */
  MarkUnread: {
    needs: ({ context, from, ...command }) => ({
      seats: [command.for],
      reaches:
        from === null
          ? [{ reader: command.for, place: 'before-last-countable' }]
          : reachesOf(whoIs(context.actor), command.for, { before: from }),
    }),
    may: mayMark,
    decide: (command, here) => {
      const { from } = command
      const reach =
        from === null
          ? find(here.reaches, placeKey(command.for, 'before-last-countable'))
          : reachNamed(command, here, { before: from })
      const seat = readerSeat(command, here)
      if (from !== null && reach === null) return E.left(expected('from', aMessage))
      if (seat === null) return unchanged
      const isBack = reach !== null && reach.read < seat.reach.read && reach.read >= hiddenTo(seat)
      if (seat.flag && !isBack) return unchanged
      return accepted([
        toReader(command, command.for, { type: 'marked-unread', to: isBack ? reach : seat.reach }),
      ])
    },
  },
} satisfies RulesOf<Mark['_tag']>
