import type { RecordRef } from '@colloquy/core'
import { recordStream } from '@colloquy/core/storage'
import { conversationId, object, record } from '@colloquy/core/decoding'
import type { CommandInput } from './draft.ts'
import { commandFields } from './draft.ts'
import { define } from './Definition.ts'

/** A record of the host's. */
export type RecordInput = CommandInput & { readonly record: RecordRef }
/** A record, and the conversation that is about it. */
export type LinkInput = RecordInput & { readonly conversationId: string }

const sample = { record: { type: 'any', id: 'any' } }

const linking = (name: string, _tag: 'LinkRecord' | 'UnlinkRecord') =>
  define(name, object({ ...commandFields, conversationId, record }), {
    sample,
    records: (input) => [input.record],
    command: ({ conversationId, record }, { context }) => ({ _tag, conversationId, record, context }),
  })

const following = (name: string, _tag: 'FollowRecord' | 'UnfollowRecord') =>
  define(name, object({ ...commandFields, record }), {
    sample,
    records: (input) => [input.record],
    command: ({ record }, { context }) => ({ _tag, conversationId: recordStream(record), record, context }),
  })

export const link = linking('link', 'LinkRecord')
export const unlink = linking('unlink', 'UnlinkRecord')
export const followRecord = following('followRecord', 'FollowRecord')
export const unfollowRecord = following('unfollowRecord', 'UnfollowRecord')
