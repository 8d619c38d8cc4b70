import * as E from 'fp-ts/lib/Either.js'
import { find } from '../../kernel/Lookup.ts'
import { readerKey, sideOf, whoIs } from '../Actor.ts'
import type { CommandOf, Context, RecordAnswer } from '../Command.ts'
import type { RecordRef } from '../Ids.ts'
import { recordKey } from '../Ids.ts'
import { mayName } from '../naming.ts'
import { contextTypeUnsupported, invalidInput, notLinked, recordUnknown } from '../Rejection.ts'
import type { Here, Permission } from './Decision.ts'
import { accepted, all, allowed, happened, may, unchanged, unlessClosed, when } from './Decision.ts'
import type { Rules, RulesOf } from './Rules.ts'

/** The maximum number of links of one conversation. */
const linksAtMost = 200

type Linking = CommandOf<'LinkRecord' | 'UnlinkRecord'>

const linking = {
  needs: ({ record }: Linking) => ({ links: [record] }),
  names: ({ record }: Linking) => [record],
  may: ({ context }: Linking, { header }: Here) => all(may(context, 'link'), unlessClosed(context, header)),
}

/** D24: conversations linked to a followed record appear in the view `mine`. */
const following = {
  begins: true,
  needs: ({ context }) => ({ recordFollower: whoIs(context.actor) }),
  names: ({ record }) => [record],
  may: () => allowed,
  decide: (command, state) =>
    when(linkable(command.context, command.record), () => {
      const who = whoIs(command.context.actor)
      const follows = find(state.recordFollowers, readerKey(who))?.following ?? false
      const wants = command._tag === 'FollowRecord'
      if (follows === wants) return unchanged
      const type = wants ? 'record-followed' : 'record-unfollowed'
      return accepted([
        { conversation: command.conversationId, reader: who, event: { type, record: command.record, who } },
      ])
    }),
} satisfies Rules<CommandOf<'FollowRecord' | 'UnfollowRecord'>>

export const records = {
  /** O10: links a record; a second link to it changes nothing. */
  LinkRecord: {
    ...linking,
    decide: (command, here) =>
      when(linkable(command.context, command.record), () => {
        if (find(here.links, recordKey(command.record)) !== null) return unchanged
        if (here.header.links >= linksAtMost)
          return E.left(
            invalidInput('record', linksAtMost, `at most ${linksAtMost} links of one conversation`),
          )
        const customerVisible = answerOf(command.context, command.record)?.customerVisible ?? false
        return happened(command, { type: 'context-linked', record: command.record, customerVisible })
      }),
  },
  /** O17: the conversation disappears from that record's list only. */
  UnlinkRecord: {
    ...linking,
    decide: (command, here) => {
      const link = find(here.links, recordKey(command.record))
      return link === null ? E.left(notLinked) : happened(command, { type: 'context-unlinked', ...link })
    },
  },
  FollowRecord: following,
  UnfollowRecord: following,
} satisfies RulesOf<'LinkRecord' | 'UnlinkRecord' | 'FollowRecord' | 'UnfollowRecord'>

/** A record of a registered type that the actor may name can be linked. */
export const linkable = (
  context: Context,
  record: RecordRef,
): Permission<'ContextTypeUnsupported' | 'RecordUnknown'> =>
  mayName(context.actor, record, answerOf(context, record))

/** O4: only a record of a startable type can be a source; the refusal to customers lists no types. */
export const startable = (
  context: Context,
  record: RecordRef,
): Permission<'ContextTypeUnsupported' | 'RecordUnknown'> => {
  if (answerOf(context, record)?.startable === true) return linkable(context, record)
  return E.left(sideOf(context.actor.kind) === 'staff' ? contextTypeUnsupported : recordUnknown)
}

/** The host's answer for a record; null where it was not asked. */
export const answerOf = (context: Context, record: RecordRef): RecordAnswer | null =>
  context.records.get(recordKey(record)) ?? null
