import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import { readerKey, whoIs } from '../Actor.ts'
import type { CommandOf } from '../Command.ts'
import type { Reach } from '../Event.ts'
import type { Place } from '../Needs.ts'
import { placeKey } from '../Needs.ts'
import { confirmationRequired, expected } from '../Rejection.ts'
import type { Seat } from '../State.ts'
import { hiddenTo, isMember } from '../State.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import { all, allowed, isActor, may, reading, unchanged, when } from './Decision.ts'
import { aMessage, reachSeen } from './seen.ts'

/** V13, V14: one's own reading needs only access; another's needs a capability and a confirmation. */
export const mayMark = (command: CommandOf<'MarkRead' | 'MarkUnread'>): Permission =>
  isActor(command.context, command.for)
    ? allowed
    : all(may(command.context, 'read.manageOthers'), command.confirm ? allowed : E.left(confirmationRequired))

/** Only members have read state. */
const readerSeat = (command: CommandOf<'MarkRead' | 'MarkUnread'>, here: Here): Seat | null => {
  const seat = find(here.seats, readerKey(command.for))
  return seat !== null && isMember(seat) && seat.placed ? seat : null
}

/** A message is there for a command if both see it: whose reading it is, and who gives the command. */
const reachNamed = (
  { context, ...command }: CommandOf<'MarkRead' | 'MarkUnread'>,
  here: Here,
  place: Exclude<Place, string>,
): Reach | null =>
  reachSeen(here, whoIs(context.actor), place) === null ? null : reachSeen(here, command.for, place)

/** Moves the cursor forward to a message, never back, and clears the flag. */
export const markRead = (command: CommandOf<'MarkRead'>, here: Here): Decision =>
  when(mayMark(command), () => {
    const { upTo, token } = command
    if (token === 'foreign')
      return E.left(expected('readToken', 'one from a page of this conversation, of this reader'))
    const reach = upTo === null ? null : reachNamed(command, here, { at: upTo })
    const seat = readerSeat(command, here)
    if (upTo !== null && reach === null) return E.left(expected('upTo', aMessage))
    if (seat === null) return unchanged
    // The screen this was pressed on is older than the reader's wish to come back to it.
    if (token !== null && token < seat.markVersion) return unchanged
    if (upTo !== null && reach !== null && reach.read > seat.reach.read) {
      return E.right([reading(command, command.for, { type: 'read-up-to', messageId: upTo, to: reach })])
    }
    return seat.flag ? E.right([reading(command, command.for, { type: 'unread-flag-cleared' })]) : unchanged
  })

/** Moves the cursor back before a message, never forward, and sets the flag. */
export const markUnread = (command: CommandOf<'MarkUnread'>, here: Here): Decision =>
  when(mayMark(command), () => {
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
    return E.right([
      reading(command, command.for, { type: 'marked-unread', to: isBack ? reach : seat.reach }),
    ])
  })
