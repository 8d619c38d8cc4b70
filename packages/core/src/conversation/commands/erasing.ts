import * as E from 'fp-ts/lib/Either.js'
import { forbidden } from '../Rejection.ts'
import { allowed, happened } from './Decision.ts'
import type { RulesOf } from './Rules.ts'

export const erasing = {
  /** Only the operator erases; a removed conversation, too. */
  EraseContent: {
    withoutAccess: true,
    alone: true,
    needs: ({ of }) => (of.what === 'message' ? { messages: [of.messageId] } : {}),
    may: ({ context }) => (context.actor.kind === 'system' ? allowed : E.left(forbidden(null))),
    decide: (command) => happened(command, { type: 'content-erased', of: command.of }),
  },
} satisfies RulesOf<'EraseContent'>
