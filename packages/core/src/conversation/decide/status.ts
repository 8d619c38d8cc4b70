import * as E from 'fp-ts/lib/Either.js'
import type { CommandOf } from '../Command.ts'
import { sideOf } from '../Actor.ts'
import { conversationLocked, forbidden, mustBeClosed, notPicked } from '../Rejection.ts'
import { waitingSince } from '../evolve/status.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import { all, allowed, happened, may, policiesFor, unchanged, when } from './Decision.ts'

/** H22: where the policy asks for it, only whoever picked it ends it. */
export const mayClose = (command: CommandOf<'Close'>, here: Here): Permission => {
  const { context } = command
  const { assignee, status } = here.header
  const imports = context.actor.capabilities.has('import')
  const needsAssignee = policiesFor(context, here.header).closeNeedsAssignee && !imports
  if (!needsAssignee || status === 'closed') return may(context, 'close')
  // Who handles it is nothing for customers to find out by trying.
  if (sideOf(context.actor.kind) === 'customer') return E.left(forbidden('close'))
  const isMine = assignee === context.actor.id && sideOf(context.actor.kind) === 'staff'
  const others = !isMine && !context.actor.capabilities.has('assign')
  return all(
    may(context, 'close'),
    assignee === null ? E.left(notPicked) : allowed,
    others ? E.left(forbidden('assign')) : allowed,
  )
}

export const close = (command: CommandOf<'Close'>, here: Here): Decision =>
  when(mayClose(command, here), () =>
    here.header.status === 'closed' ? unchanged : happened(command, { type: 'conversation-closed' }),
  )

export const mayReopen = (command: CommandOf<'Reopen'>, here: Here): Permission =>
  all(may(command.context, 'reopen'), here.header.locked ? E.left(conversationLocked) : allowed)

export const reopen = (command: CommandOf<'Reopen'>, here: Here): Decision =>
  when(mayReopen(command, here), () =>
    here.header.status === 'open'
      ? unchanged
      : happened(command, {
          type: 'conversation-reopened',
          cause: 'command',
          by: sideOf(command.context.actor.kind),
        }),
  )

/** D19: only what is closed can be locked. */
export const mayLock = (command: CommandOf<'Lock'>, here: Here): Permission =>
  all(may(command.context, 'lock'), here.header.status === 'closed' ? allowed : E.left(mustBeClosed))

export const lock = (command: CommandOf<'Lock'>, here: Here): Decision =>
  when(mayLock(command, here), () =>
    here.header.locked ? unchanged : happened(command, { type: 'conversation-locked' }),
  )

export const mayUnlock = (command: CommandOf<'Unlock'>): Permission => may(command.context, 'unlock')

/** Unlocking leaves it closed. */
export const unlock = (command: CommandOf<'Unlock'>, here: Here): Decision =>
  when(mayUnlock(command), () =>
    here.header.locked ? happened(command, { type: 'conversation-unlocked' }) : unchanged,
  )

export const mayMarkNoReplyNeeded = (command: CommandOf<'MarkNoReplyNeeded'>): Permission =>
  may(command.context, 'noReplyNeeded')

export const markNoReplyNeeded = (command: CommandOf<'MarkNoReplyNeeded'>, here: Here): Decision =>
  when(mayMarkNoReplyNeeded(command), () =>
    waitingSince(here.header) === null ? unchanged : happened(command, { type: 'no-reply-needed' }),
  )

/** C2: with the policy and the capability both, or never. */
export const mayRemoveConversation = (command: CommandOf<'RemoveConversation'>, here: Here): Permission =>
  policiesFor(command.context, here.header).delete === 'permission'
    ? may(command.context, 'conversation.remove')
    : E.left(forbidden('conversation.remove'))

export const removeConversation = (command: CommandOf<'RemoveConversation'>, here: Here): Decision =>
  when(mayRemoveConversation(command, here), () => happened(command, { type: 'conversation-removed' }))
