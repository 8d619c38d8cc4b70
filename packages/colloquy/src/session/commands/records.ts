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

const named = { sample, records: (input: { readonly record: RecordRef }) => [input.record] }
const linking = object({ ...commandFields, conversationId, record })
const following = object({ ...commandFields, record })

export const link = define('link', 'LinkRecord', linking, named)
export const unlink = define('unlink', 'UnlinkRecord', linking, named)

const onRecord = ({ record }: { readonly record: RecordRef }) => ({
  conversationId: recordStream(record),
  record,
})
export const followRecord = define('followRecord', 'FollowRecord', following, { ...named, command: onRecord })
export const unfollowRecord = define('unfollowRecord', 'UnfollowRecord', following, {
  ...named,
  command: onRecord,
})
