import type {
  ActorId,
  CommandId,
  ConversationId,
  MessageId,
  RecordRef,
  TenantId,
  Time,
} from '../conversation/Ids.ts'
import type { Decoder } from '../kernel/decoding/Decoder.ts'
import { map, object } from '../kernel/decoding/Decoder.ts'
import { id } from '../kernel/decoding/texts.ts'
import type { When } from '../kernel/decoding/values.ts'
import { time as milliseconds } from '../kernel/decoding/values.ts'

const branded = <A extends string>(): Decoder<A, string> => map(id, (text) => text as A)

export const tenantId = branded<TenantId>()
export const actorId = branded<ActorId>()
export const conversationId = branded<ConversationId>()
export const messageId = branded<MessageId>()
export const commandId = branded<CommandId>()
export const time: Decoder<Time, When> = map(milliseconds, (at) => at as Time)
export const record: Decoder<RecordRef, RecordRef> = object({ type: id, id })
