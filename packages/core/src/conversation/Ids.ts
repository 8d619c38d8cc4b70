import type * as t from 'io-ts'
import type { Brand } from '../kernel/Brand.ts'
import type { record } from './codecs.ts'

/** A tenant: nothing is shared between two tenants. */
export type TenantId = Brand<string, 'TenantId'>
/** A person or machine. A customer and a member of staff may have the same id. */
export type ActorId = Brand<string, 'ActorId'>
export type ConversationId = Brand<string, 'ConversationId'>
/** Unique within its conversation. */
export type MessageId = Brand<string, 'MessageId'>
/** The idempotency key of a command. */
export type CommandId = Brand<string, 'CommandId'>
/** Milliseconds since 1970, UTC. */
export type Time = Brand<number, 'Time'>
/** The number of an event in its stream, from 1, without gaps. */
export type Version = Brand<number, 'Version'>
/** The number of an event in its tenant's log, from 1, without gaps, in commit order. */
export type Position = Brand<number, 'Position'>

/** The next version; the first for null. */
export const versionAfter = (version: Version | null): Version => ((version ?? 0) + 1) as Version

/** A record of the host, such as an order or a ticket. */
export type RecordRef = t.TypeOf<typeof record>

/** The key of a conversation's stream, or of a record's, within a tenant. */
export type StreamKey = { readonly tenant: TenantId; readonly conversation: ConversationId }

export const streamKey = (key: StreamKey): string => `${key.tenant}\u0000${key.conversation}`

export const recordKey = (record: RecordRef): string => `${record.type}\u0000${record.id}`

/**
 * The stream of a record's followers. Its id begins with a control character, which conversation ids may not contain,
 * so the two never collide.
 */
export const recordStream = (record: RecordRef): ConversationId =>
  `\u0001record\u0001${record.type}\u0001${record.id}` as ConversationId

/** Whether a stream is a record's. */
export const isRecordStream = (id: ConversationId): boolean => id.startsWith('\u0001record\u0001')
