import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { Who } from '../Actor.ts'
import { readerKey, sideOf } from '../Actor.ts'
import type { CommandOf } from '../Command.ts'
import { customerInInternal, forbidden, isCustomer, stillAssigned } from '../Rejection.ts'
import { isMember } from '../State.ts'
import type { Here, Permission } from './Decision.ts'
import {
  accepted,
  all,
  allowed,
  happened,
  isActor,
  may,
  policiesFor,
  toReader,
  unchanged,
  when,
} from './Decision.ts'
import { joined, nameable } from './people.ts'
import type { Rules, RulesOf } from './Rules.ts'

type OnPerson = CommandOf<'Join' | 'Leave' | 'Follow' | 'Unfollow' | 'Mute' | 'Unmute'>

const needs = ({ participant }: OnPerson) => ({ seats: [participant] })
const seatOf = (here: Here, who: Who) => find(here.seats, readerKey(who))

/**
 * One's own membership needs only access; other people's needs `participants.manage`. Customers may manage customers
 * only: the outcome of naming staff would show which staff take part.
 */
const mayManage = ({ context, participant }: OnPerson): Permission<'Forbidden'> => {
  if (isActor(context, participant)) return allowed
  return sideOf(context.actor.kind) === 'customer' && participant.side === 'staff'
    ? E.left(forbidden('participants.manage'))
    : may(context, 'participants.manage')
}

/** D14: refused, because a customer has no access to an internal conversation anyway. */
const fits = (
  { context, participant }: CommandOf<'Join' | 'Follow'>,
  { header }: Here,
): Permission<'CustomerInInternal' | 'InvalidTarget'> =>
  all(
    header.type === 'internal' && participant.side === 'customer' ? E.left(customerInInternal) : allowed,
    isActor(context, participant) ? allowed : nameable(context, participant),
  )

/** Everybody may mute for themselves. */
const mute = {
  needs,
  may: ({ context, participant }) => (isActor(context, participant) ? allowed : E.left(forbidden(null))),
  decide: (command, here) => {
    const seat = seatOf(here, command.participant)
    const wants = command._tag === 'Mute'
    if (seat === null || !isMember(seat) || seat.muted === wants) return unchanged
    const type = wants ? 'conversation-muted' : 'conversation-unmuted'
    return accepted([toReader(command, command.participant, { type })])
  },
} satisfies Rules<CommandOf<'Mute' | 'Unmute'>>

export const members = {
  Join: {
    needs,
    may: mayManage,
    decide: (command, here) =>
      when(fits(command, here), () => {
        const { context, participant, kind, contact } = command
        if (seatOf(here, participant)?.participant === true) return unchanged
        const { history } = policiesFor(context, here.header)
        return happened(command, joined(context, { who: participant, kind, contact }, history, 'join'))
      }),
  },
  /** Ends participation and following; the assignee and the customer can't leave. */
  Leave: {
    needs,
    may: mayManage,
    decide: (command, here) => {
      const who = command.participant
      const seat = seatOf(here, who)
      if (seat === null || !isMember(seat)) return unchanged
      if (seat.assigned) return E.left(stillAssigned)
      if (who.side === 'customer' && who.id === here.header.customer) return E.left(isCustomer)
      return happened(command, { type: 'participant-left', who })
    },
  },
  Follow: {
    needs,
    may: mayManage,
    decide: (command, here) =>
      when(fits(command, here), () => {
        const { participant, kind } = command
        if (seatOf(here, participant)?.follower === true) return unchanged
        return happened(command, { type: 'conversation-followed', who: participant, kind })
      }),
  },
  Unfollow: {
    needs,
    may: mayManage,
    decide: (command, here) =>
      seatOf(here, command.participant)?.follower === true
        ? happened(command, { type: 'conversation-unfollowed', who: command.participant })
        : unchanged,
  },
  Mute: mute,
  Unmute: mute,
} satisfies RulesOf<OnPerson['_tag']>
