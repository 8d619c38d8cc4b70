import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { Actor, Who } from '../Actor.ts'
import { readerKey, sideOf } from '../Actor.ts'
import { servesItsQueue } from '../access.ts'
import type { CommandOf, Destination } from '../Command.ts'
import type { ConversationEvent, Fact } from '../Event.ts'
import type { ActorId } from '../Ids.ts'
import type { Needs } from '../Needs.ts'
import { placeKey } from '../Needs.ts'
import { start } from '../Reach.ts'
import { alreadyAssigned, conversationClosed, forbidden, notFound, notPicked } from '../Rejection.ts'
import type { Header } from '../State.ts'
import type { Decision, Here } from './Decision.ts'
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
  unlessClosed,
  when,
} from './Decision.ts'
import { assignable } from './people.ts'
import type { RulesOf } from './Rules.ts'

type Assignment = CommandOf<'Assign' | 'Transfer' | 'Pick' | 'Release'>

const canAssign = ({ context }: Assignment): boolean => context.actor.capabilities.has('assign')
const isMine = ({ context }: Assignment, here: Here): boolean =>
  here.header.assignee === context.actor.id && sideOf(context.actor.kind) === 'staff'

const needsOfGiving = ({ to }: CommandOf<'Assign' | 'Transfer'>): Partial<Needs> =>
  to !== null && 'staff' in to ? needsOfAssignee(to.staff) : { assignee: true }

const needsOfAssignee = (id: ActorId): Partial<Needs> => ({
  seats: [
    { side: 'staff', id },
    { side: 'customer', id },
  ],
  assignee: true,
  reaches: [{ reader: { side: 'staff', id }, place: 'before-run' }],
})

export const assignment = {
  /** O6, V18, V19: replaces the assignee, or removes them. */
  Assign: {
    needs: needsOfGiving,
    may: ({ context }, { header }) => all(may(context, 'assign'), unlessClosed(context, header)),
    decide: (command, here) =>
      command.to === null ? giveBack(command, here) : giveTo(command, here, command.to, 'assign'),
  },
  /** H21: an actor may hand on a conversation they picked; another's conversation requires `assign`. */
  Transfer: {
    needs: needsOfGiving,
    may: (command, here) =>
      all(
        canAssign(command) ? allowed : may(command.context, 'transfer'),
        here.header.assignee === null ? E.left(notPicked) : allowed,
        isMine(command, here) || canAssign(command) ? allowed : E.left(forbidden('assign')),
        unlessClosed(command.context, here.header),
      ),
    decide: (command, here) => giveTo(command, here, command.to, 'transfer'),
  },
  /**
   * H1: the first to pick is assigned and a second is refused; picking one's own conversation again changes nothing.
   */
  Pick: {
    needs: ({ context }) => needsOfAssignee(context.actor.id),
    absent: ({ context }, { header }) => (sawItWaiting(context.actor, header) ? alreadyAssigned : notFound),
    may: (command, here) =>
      all(
        may(command.context, 'pick'),
        // Only staff can be assigned; a customer may have the id of a member of staff.
        sideOf(command.context.actor.kind) === 'staff' ? allowed : E.left(forbidden('pick')),
        here.header.status === 'closed' ? E.left(conversationClosed) : allowed,
        here.header.assignee === null || isMine(command, here) ? allowed : E.left(alreadyAssigned),
      ),
    decide: (command, here) => giveToStaff(command, here, command.context.actor.id, 'pick'),
  },
  /** Removes the assignee: the conversation goes back to its queue. */
  Release: {
    needs: () => ({ assignee: true }),
    may: (command, here) =>
      all(
        canAssign(command) ? allowed : may(command.context, 'pick'),
        here.header.assignee === null || isMine(command, here) || canAssign(command)
          ? allowed
          : E.left(forbidden('assign')),
        unlessClosed(command.context, here.header),
      ),
    decide: (command, here) => giveBack(command, here),
  },
} satisfies RulesOf<Assignment['_tag']>

/**
 * H1: an actor who could have picked the conversation learns that another was first, but not who: that it waited in
 * their queue they already knew. No other command tells them anything.
 */
const sawItWaiting = (actor: Actor, header: Header | null): boolean =>
  header !== null &&
  header.status === 'open' &&
  header.assignee !== null &&
  sideOf(actor.kind) === 'staff' &&
  actor.capabilities.has('pick') &&
  servesItsQueue(actor, header)

const giveBack = (command: Assignment, { header: { assignee } }: Here): Decision<never> =>
  assignee === null
    ? unchanged
    : happened(command, { type: 'conversation-released', from: assignee, cause: 'release' })

const giveTo = (
  command: Assignment,
  here: Here,
  to: Destination,
  cause: 'assign' | 'transfer',
): Decision<'InvalidTarget'> =>
  'queue' in to
    ? giveToQueue(command, here, to.queue)
    : when(assignable(command.context, here, to.staff), () => giveToStaff(command, here, to.staff, cause))

const giveToQueue = (command: Assignment, here: Here, queue: string): Decision<never> => {
  const { assignee } = here.header
  const released: ReadonlyArray<ConversationEvent> =
    assignee === null ? [] : [{ type: 'conversation-released', from: assignee, cause: 'transfer' }]
  const queued: ReadonlyArray<ConversationEvent> =
    here.header.queue === queue ? [] : [{ type: 'conversation-queued', queue }]
  return happened(command, ...released, ...queued)
}

const giveToStaff = (
  command: Assignment,
  here: Here,
  to: ActorId,
  cause: 'assign' | 'pick' | 'transfer',
): Decision<never> => {
  const from = here.header.assignee
  if (from === to) return unchanged
  const assigned: Fact = {
    conversation: command.conversationId,
    reader: null,
    event: { type: 'conversation-assigned', to, from, cause },
  }
  return accepted([assigned, ...cursorFor(command, here, to)])
}

/**
 * A new assignee without read state starts before the run of unanswered customer messages, else at the head. C4: an
 * assignment by another actor may mark it unread, by policy.
 */
const cursorFor = (command: Assignment, here: Here, to: ActorId): ReadonlyArray<Fact> => {
  const reader: Who = { side: 'staff', id: to }
  const seat = find(here.seats, readerKey(reader))
  const placed = seat !== null && seat.placed
  const flag =
    policiesFor(command.context, here.header).onAssign === 'flagUnread' && !isActor(command.context, reader)
  if (placed && !flag) return []
  const reach = placed ? seat.reach : (find(here.reaches, placeKey(reader, 'before-run')) ?? start)
  return [toReader(command, reader, { type: 'cursor-placed', to: reach, flag, cause: 'assign' })]
}
