import { isDeepStrictEqual } from 'node:util'
import type { Accepted, Command, Rejection } from '@colloquy/core/engine'
import { viewerOf } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { hasAccess } from '../access.ts'
import { cursorAfter, cursorsAfterImport, readStateOf } from '../cursors.ts'
import type { Telling } from '../tell.ts'
import { same } from '@colloquy/conformance/comparing/same'

/** Compares one command of its own batch with the oracle: access, receipt, and the reader's cursor. */
export const checkCommand = (
  command: Command,
  outcome: E.Either<Rejection, Accepted>,
  before: Map<string, Telling>,
  after: Map<string, Telling>,
): void => {
  const { actor, policies, backdated } = command.context
  const told = before.get(actor.tenant)
  const story = told?.stories.get(command.conversationId)
  const found = E.isRight(outcome) || outcome.left._tag !== 'NotFound'
  const begins =
    command._tag === 'StartConversation' ||
    command._tag === 'FollowRecord' ||
    command._tag === 'UnfollowRecord'
  const admissible = policies.enabled && (backdated === null || actor.capabilities.has('backdate'))
  if (!begins && command._tag !== 'EraseContent' && admissible && told !== undefined) {
    const access = story !== undefined && hasAccess(story, viewerOf(actor, policies), told)
    const onMessage = ['EditMessage', 'RemoveMessage', 'PublishMessage'].includes(command._tag)
    if (!access && found) throw new Error(`${command._tag} without access: ${JSON.stringify(outcome)}`)
    if (access && !found && !onMessage) throw new Error(`${command._tag} found nothing in spite of access`)
  }
  if (E.isLeft(outcome)) return
  const accepted = outcome.right
  const now = after.get(actor.tenant)?.stories.get(accepted.conversation)
  if (now !== undefined) {
    same([accepted.version, accepted.customerVersion], [now.events.length, now.shown], 'a receipt')
    same(accepted.changed, accepted.events.length > 0, 'changed')
    same(
      accepted.position,
      (accepted.events.at(-1) ?? now.events.at(-1))?.position,
      'the position of a receipt',
    )
  }
  if (command._tag === 'SettleImport' && story !== undefined && now !== undefined) {
    for (const { who, readState } of cursorsAfterImport(command, story))
      same(readStateOf(now, who), readState, 'a cursor after an import')
  }
  const wanted = story === undefined ? null : cursorAfter(command, story)
  if (wanted === null || story === undefined || now === undefined) return
  same(readStateOf(now, wanted.who), wanted.readState, `the cursor after ${command._tag}`)
  if (command._tag === 'MarkRead' || command._tag === 'MarkUnread') {
    const moved = !isDeepStrictEqual(readStateOf(story, wanted.who), wanted.readState)
    same(accepted.changed, moved, `whether ${command._tag} changed anything`)
  }
}
