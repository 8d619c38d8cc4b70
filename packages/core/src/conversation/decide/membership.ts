import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { Who } from '../Actor.ts'
import { readerKey, sideOf } from '../Actor.ts'
import type { CommandOf } from '../Command.ts'
import { customerInInternal, forbidden, isCustomer, stillAssigned } from '../Rejection.ts'
import { isMember } from '../State.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import { all, allowed, happened, isActor, may, policiesFor, reading, unchanged, when } from './Decision.ts'
import { joined, nameable } from './people.ts'

type OnPerson = CommandOf<'Join' | 'Leave' | 'Follow' | 'Unfollow'>

const seatOf = (here: Here, who: Who) => find(here.seats, readerKey(who))

/**
 * One's own membership needs only access; other people's needs `participants.manage`. Customers manage customers: what
 * comes of naming staff would tell who of them is in it.
 */
export const mayManage = ({ context, participant }: OnPerson): Permission => {
  if (isActor(context, participant)) return allowed
  return sideOf(context.actor.kind) === 'customer' && participant.side === 'staff'
    ? E.left(forbidden('participants.manage'))
    : may(context, 'participants.manage')
}

/** D14: a customer in an internal conversation gains nothing by it, so it is refused. */
const fits = (here: Here, who: Who): Permission =>
  here.header.type === 'internal' && who.side === 'customer' ? E.left(customerInInternal) : allowed

const mayAdd = (command: CommandOf<'Join' | 'Follow'>, here: Here): Permission => {
  const { context, participant } = command
  return all(
    mayManage(command),
    fits(here, participant),
    isActor(context, participant) ? allowed : nameable(context, participant),
  )
}

export const join = (command: CommandOf<'Join'>, here: Here): Decision =>
  when(mayAdd(command, here), () => {
    const { context, participant, kind, contact } = command
    if (seatOf(here, participant)?.participant === true) return unchanged
    const history = policiesFor(context, here.header).history
    return happened(command, joined(context, { who: participant, kind, contact }, history, 'join'))
  })

/** Ends participation and following; whoever handles it, or whom it is with, can't leave. */
export const leave = (command: CommandOf<'Leave'>, here: Here): Decision =>
  when(mayManage(command), () => {
    const who = command.participant
    const seat = seatOf(here, who)
    if (seat === null || !isMember(seat)) return unchanged
    if (seat.assigned) return E.left(stillAssigned)
    if (who.side === 'customer' && who.id === here.header.customer) return E.left(isCustomer)
    return happened(command, { type: 'participant-left', who })
  })

export const follow = (command: CommandOf<'Follow'>, here: Here): Decision =>
  when(mayAdd(command, here), () => {
    const { participant, kind } = command
    if (seatOf(here, participant)?.follower === true) return unchanged
    return happened(command, { type: 'conversation-followed', who: participant, kind })
  })

export const unfollow = (command: CommandOf<'Unfollow'>, here: Here): Decision =>
  when(mayManage(command), () =>
    seatOf(here, command.participant)?.follower === true
      ? happened(command, { type: 'conversation-unfollowed', who: command.participant })
      : unchanged,
  )

/** Muting is everybody's own affair. */
export const mayMute = (command: CommandOf<'Mute' | 'Unmute'>): Permission =>
  isActor(command.context, command.participant) ? allowed : E.left(forbidden(null))

export const mute = (command: CommandOf<'Mute' | 'Unmute'>, here: Here): Decision =>
  when(mayMute(command), () => {
    const seat = seatOf(here, command.participant)
    const wants = command._tag === 'Mute'
    if (seat === null || !isMember(seat) || seat.muted === wants) return unchanged
    const type = wants ? 'conversation-muted' : 'conversation-unmuted'
    return E.right([reading(command, command.participant, { type })])
  })
