import type { RecordRef } from '@colloquy/core'
import { recordStream } from '@colloquy/core'
import { object } from '../input/Decoder.ts'
import type { CommandInput } from '../input/draft.ts'
import { commandFields } from '../input/draft.ts'
import { conversationId } from '../input/text.ts'
import { record } from '../input/values.ts'
import { define } from './Definition.ts'

/** A record of the host's. */
export type RecordInput = CommandInput & { readonly record: RecordRef }
/** A record, and the conversation that is about it. */
export type LinkInput = RecordInput & { readonly conversationId: string }

const linking = (name: string, _tag: 'LinkRecord' | 'UnlinkRecord') =>
  define(name, object({ ...commandFields, conversationId, record }), {
    records: (input) => [input.record],
    command: ({ conversationId, record }, { context }) => ({ _tag, conversationId, record, context }),
  })

const following = (name: string, _tag: 'FollowRecord' | 'UnfollowRecord') =>
  define(name, object({ ...commandFields, record }), {
    records: (input) => [input.record],
    command: ({ record }, { context }) => ({ _tag, conversationId: recordStream(record), record, context }),
  })

export const link = linking('link', 'LinkRecord')
export const unlink = linking('unlink', 'UnlinkRecord')
export const followRecord = following('followRecord', 'FollowRecord')
export const unfollowRecord = following('unfollowRecord', 'UnfollowRecord')
