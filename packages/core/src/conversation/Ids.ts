import type * as t from 'io-ts'
import type { Brand } from '../kernel/Brand.ts'
import type { record } from './codecs.ts'

/** Whose data it is: nothing is ever shared between two tenants. */
export type TenantId = Brand<string, 'TenantId'>
/** A person or machine that acts. The same id may be a customer in one place and staff in another. */
export type ActorId = Brand<string, 'ActorId'>
export type ConversationId = Brand<string, 'ConversationId'>
/** Unique within its conversation. */
export type MessageId = Brand<string, 'MessageId'>
/** A caller's name for one command, by which a retry is known again. */
export type CommandId = Brand<string, 'CommandId'>
/** Milliseconds since 1970, UTC. */
export type Time = Brand<number, 'Time'>
/** A place in a stream, from 1, without gaps. */
export type Version = Brand<number, 'Version'>
/** A place in a tenant's log, from 1, without gaps, in the order of commits. */
export type Position = Brand<number, 'Position'>

/** The version after this one; the first after none. */
export const versionAfter = (version: Version | null): Version => ((version ?? 0) + 1) as Version

/** A record of the host's: an order, a ticket, a quote. */
export type RecordRef = t.TypeOf<typeof record>

/** A conversation, or the stream of followers of a record, of one tenant. */
export type StreamKey = { readonly tenant: TenantId; readonly conversation: ConversationId }

/** The key of a stream as one string. */
export const streamKey = (key: StreamKey): string => `${key.tenant}\u0000${key.conversation}`

/** The key of a record as one string. */
export const recordKey = (record: RecordRef): string => `${record.type}\u0000${record.id}`

/**
 * The stream that holds who follows a record. Its id begins with a control character, which no conversation's
 * id may hold, so the two never meet.
 */
export const recordStream = (record: RecordRef): ConversationId =>
  `\u0001record\u0001${record.type}\u0001${record.id}` as ConversationId

/** Whether a stream is a record's and not a conversation's. */
export const isRecordStream = (id: ConversationId): boolean => id.startsWith('\u0001record\u0001')
