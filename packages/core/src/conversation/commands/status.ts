import * as E from 'fp-ts/lib/Either.js'
import { sideOf } from '../Actor.ts'
import { waitingSince } from '../evolve/status.ts'
import { conversationLocked, forbidden, mustBeClosed, notPicked } from '../Rejection.ts'
import { all, allowed, happened, may, policiesFor, unchanged } from './Decision.ts'
import type { RulesOf } from './Rules.ts'

const needs = () => ({})

export const status = {
  Close: {
    needs,
    /** H22: by policy only the assignee closes a picked conversation. */
    may: ({ context }, { header }) => {
      const { assignee, status } = header
      const imports = context.actor.capabilities.has('import')
      const needsAssignee = policiesFor(context, header).closeNeedsAssignee && !imports
      if (!needsAssignee || status === 'closed') return may(context, 'close')
      // The refusal must not tell customers whether there is an assignee.
      if (sideOf(context.actor.kind) === 'customer') return E.left(forbidden('close'))
      const isMine = assignee === context.actor.id && sideOf(context.actor.kind) === 'staff'
      const others = !isMine && !context.actor.capabilities.has('assign')
      return all(
        may(context, 'close'),
        assignee === null ? E.left(notPicked) : allowed,
        others ? E.left(forbidden('assign')) : allowed,
      )
    },
    decide: (command, { header }) =>
      header.status === 'closed' ? unchanged : happened(command, { type: 'conversation-closed' }),
  },
  Reopen: {
    needs,
    may: ({ context }, { header }) =>
      all(may(context, 'reopen'), header.locked ? E.left(conversationLocked) : allowed),
    decide: (command, { header }) =>
      header.status === 'open'
        ? unchanged
        : happened(command, {
            type: 'conversation-reopened',
            cause: 'command',
            by: sideOf(command.context.actor.kind),
          }),
  },
  /** D19: only what is closed can be locked. */
  Lock: {
    needs,
    may: ({ context }, { header }) =>
      all(may(context, 'lock'), header.status === 'closed' ? allowed : E.left(mustBeClosed)),
    decide: (command, { header }) =>
      header.locked ? unchanged : happened(command, { type: 'conversation-locked' }),
  },
  /** Unlocking leaves it closed. */
  Unlock: {
    needs,
    may: ({ context }) => may(context, 'unlock'),
    decide: (command, { header }) =>
      header.locked ? happened(command, { type: 'conversation-unlocked' }) : unchanged,
  },
  MarkNoReplyNeeded: {
    needs,
    may: ({ context }) => may(context, 'noReplyNeeded'),
    decide: (command, { header }) =>
      waitingSince(header) === null ? unchanged : happened(command, { type: 'no-reply-needed' }),
  },
  /** C2: with the policy and the capability both, or never. */
  RemoveConversation: {
    needs,
    may: ({ context }, { header }) =>
      policiesFor(context, header).delete === 'permission'
        ? may(context, 'conversation.remove')
        : E.left(forbidden('conversation.remove')),
    decide: (command) => happened(command, { type: 'conversation-removed' }),
  },
} satisfies RulesOf<'Close' | 'Reopen' | 'Lock' | 'Unlock' | 'MarkNoReplyNeeded' | 'RemoveConversation'>
