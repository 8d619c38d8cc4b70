import type { Who } from '../../conversation/Actor.ts'
import { sameWho } from '../../conversation/Actor.ts'
import type { Contact } from '../../conversation/Event.ts'
import type { ActorId, Position, RecordRef, StreamKey, TenantId, Version } from '../../conversation/Ids.ts'
import { recordStream } from '../../conversation/Ids.ts'
import type { Personal } from '../../conversation/personal.ts'
import { contactIn, textIn } from '../../conversation/personal.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import type { Rows } from './Tables.ts'

/** A stream as the pure queries read it: its rows, and the events with the texts that the rows refer to. */
export type StoredStream = {
  readonly key: StreamKey
  readonly rows: Rows
  /** The event at a version of the conversation's own stream. */
  readonly event: (version: Version) => Recorded | null
  /** All its events, reading included, in log order. */
  readonly log: () => ReadonlyArray<Recorded>
}

/** What the pure queries read: a whole storage, or one conversation in the past. */
export type Database = {
  readonly head: (tenant: TenantId) => Position
  readonly stream: (key: StreamKey) => StoredStream | null
  /** Every stream of a tenant, in no order. */
  readonly streams: (tenant: TenantId) => Iterable<StoredStream>
  /** The streams in which a customer is named, in no order. */
  readonly ofCustomer: (tenant: TenantId, customer: ActorId) => Iterable<StoredStream>
}

/** A stream from its rows and its events in log order. */
export const storedStream = (key: StreamKey, rows: Rows, events: ReadonlyArray<Recorded>): StoredStream => {
  const own = new Map(events.filter((event) => event.reader === null).map((event) => [event.version, event]))
  return { key, rows, event: (version) => own.get(version) ?? null, log: () => events }
}

/** A database of one conversation. */
export const onlyStream = (stream: StoredStream, head: Position): Database => ({
  head: () => head,
  stream: (key) =>
    key.tenant === stream.key.tenant && key.conversation === stream.key.conversation ? stream : null,
  streams: (tenant) => (tenant === stream.key.tenant ? [stream] : []),
  ofCustomer: (tenant, customer) =>
    tenant === stream.key.tenant && stream.rows.conversation[0]?.customer === customer ? [stream] : [],
})

/** Whether a person follows a record. */
export const followsRecord = (database: Database, tenant: TenantId, record: RecordRef, who: Who): boolean => {
  const stream = database.stream({ tenant, conversation: recordStream(record) })
  if (stream === null) return false
  return stream.rows.recordFollower.some(
    (row) => row.following && sameWho({ side: row.side, id: row.actor }, who),
  )
}

const personalAt = (stream: StoredStream, version: Version | null): Personal | null => {
  const event = version === null ? null : (stream.event(version)?.event ?? null)
  return event !== null && 'personal' in event ? event.personal : null
}

/** The subject line in an event; null where none was given, or once it was erased. */
export const subjectAt = (stream: StoredStream, version: Version | null): string | null =>
  textIn(personalAt(stream, version), 'subject')

/** The text of a message in an event; null once erased. */
export const bodyAt = (stream: StoredStream, version: Version): string | null =>
  textIn(personalAt(stream, version), 'body')

/** The keyed hash of the input that posted a message or started a conversation; null once erased. */
export const hashAt = (stream: StoredStream, version: Version): string | null =>
  textIn(personalAt(stream, version), 'hash')

/** The contact in an event; null once erased. */
export const contactAt = (stream: StoredStream, version: Version | null): Contact | null =>
  contactIn(personalAt(stream, version))
