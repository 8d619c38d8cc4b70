import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import type { Who } from '../Actor.ts'
import { readerKey, sideOf } from '../Actor.ts'
import type { CommandOf, Destination } from '../Command.ts'
import type { ConversationEvent, Fact } from '../Event.ts'
import type { ActorId } from '../Ids.ts'
import { placeKey } from '../Needs.ts'
import { start } from '../Reach.ts'
import { alreadyAssigned, conversationClosed, forbidden, notPicked } from '../Rejection.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import {
  all,
  allowed,
  happened,
  isActor,
  may,
  policiesFor,
  reading,
  unchanged,
  unlessClosed,
  when,
} from './Decision.ts'
import { assignable } from './people.ts'

type Handling = CommandOf<'Assign' | 'Transfer' | 'Pick' | 'Release'>

const canAssign = (command: Handling): boolean => command.context.actor.capabilities.has('assign')
const isMine = ({ context }: Handling, here: Here): boolean =>
  here.header.assignee === context.actor.id && sideOf(context.actor.kind) === 'staff'

export const mayAssign = (command: CommandOf<'Assign'>, here: Here): Permission =>
  all(may(command.context, 'assign'), unlessClosed(command.context, here.header))

/** O6, V18, V19: somebody becomes the one who handles it, and the one before no longer is; or nobody does. */
export const assign = (command: CommandOf<'Assign'>, here: Here): Decision =>
  when(mayAssign(command, here), () =>
    command.to === null ? giveBack(command, here) : giveTo(command, here, command.to, 'assign'),
  )

/** H21: one hands on what one picked; what is another's only with `assign`. */
export const mayTransfer = (command: CommandOf<'Transfer'>, here: Here): Permission =>
  all(
    canAssign(command) ? allowed : may(command.context, 'transfer'),
    here.header.assignee === null ? E.left(notPicked) : allowed,
    isMine(command, here) || canAssign(command) ? allowed : E.left(forbidden('assign')),
    unlessClosed(command.context, here.header),
  )

export const transfer = (command: CommandOf<'Transfer'>, here: Here): Decision =>
  when(mayTransfer(command, here), () => giveTo(command, here, command.to, 'transfer'))

/** H1: the first to pick has it; a second is refused, picking one's own again is nothing new. */
export const mayPick = (command: CommandOf<'Pick'>, here: Here): Permission =>
  all(
    may(command.context, 'pick'),
    // Only staff handle: a customer who shares an id with somebody of the staff is not them.
    sideOf(command.context.actor.kind) === 'staff' ? allowed : E.left(forbidden('pick')),
    here.header.status === 'closed' ? E.left(conversationClosed) : allowed,
    here.header.assignee === null || isMine(command, here) ? allowed : E.left(alreadyAssigned),
  )

export const pick = (command: CommandOf<'Pick'>, here: Here): Decision =>
  when(mayPick(command, here), () => giveToStaff(command, here, command.context.actor.id, 'pick'))

export const mayRelease = (command: CommandOf<'Release'>, here: Here): Permission =>
  all(
    canAssign(command) ? allowed : may(command.context, 'pick'),
    here.header.assignee === null || isMine(command, here) || canAssign(command)
      ? allowed
      : E.left(forbidden('assign')),
    unlessClosed(command.context, here.header),
  )

/** Back into its queue. */
export const release = (command: CommandOf<'Release'>, here: Here): Decision =>
  when(mayRelease(command, here), () => giveBack(command, here))

const giveBack = (command: Handling, { header: { assignee } }: Here): Decision =>
  assignee === null
    ? unchanged
    : happened(command, { type: 'conversation-released', from: assignee, cause: 'release' })

const giveTo = (command: Handling, here: Here, to: Destination, cause: 'assign' | 'transfer'): Decision =>
  'queue' in to
    ? giveToQueue(command, here, to.queue)
    : when(assignable(command.context, here, to.staff), () => giveToStaff(command, here, to.staff, cause))

const giveToQueue = (command: Handling, here: Here, queue: string): Decision => {
  const { assignee } = here.header
  const released: ReadonlyArray<ConversationEvent> =
    assignee === null ? [] : [{ type: 'conversation-released', from: assignee, cause: 'transfer' }]
  const queued: ReadonlyArray<ConversationEvent> =
    here.header.queue === queue ? [] : [{ type: 'conversation-queued', queue }]
  return happened(command, ...released, ...queued)
}

const giveToStaff = (
  command: Handling,
  here: Here,
  to: ActorId,
  cause: 'assign' | 'pick' | 'transfer',
): Decision => {
  const from = here.header.assignee
  if (from === to) return unchanged
  const assigned: Fact = {
    conversation: command.conversationId,
    reader: null,
    event: { type: 'conversation-assigned', to, from, cause },
  }
  return E.right([assigned, ...cursorFor(command, here, to)])
}

/**
 * Somebody without read state begins before what the customer still waits for, else at the end. C4: where the
 * policy says so, an assignment by somebody else flags it unread.
 */
const cursorFor = (command: Handling, here: Here, to: ActorId): ReadonlyArray<Fact> => {
  const reader: Who = { side: 'staff', id: to }
  const seat = find(here.seats, readerKey(reader))
  const placed = seat !== null && seat.placed
  const flag =
    policiesFor(command.context, here.header).onAssign === 'flagUnread' && !isActor(command.context, reader)
  if (placed && !flag) return []
  const reach = placed ? seat.reach : (find(here.reaches, placeKey(reader, 'before-run')) ?? start)
  return [reading(command, reader, { type: 'cursor-placed', to: reach, flag, cause: 'assign' })]
}
