import {
  type ConversationId,
  type Position,
  readerKey,
  streamAt,
  type StreamKey,
  type TenantId,
  type Who,
} from '@colloquy/core/storage'
import type { Connection, Row } from './Connection.ts'
import { concerning as concerningSql } from './sql/erasing.ts'
import { heads as headsSql } from './sql/events.ts'
import { firstStream, streamAfter } from './sql/streams.ts'

/** Streams by tenant and id, after one or from the start. */
export const streamsNow = (
  connection: Connection,
  after: StreamKey | null,
  limit: number,
): ReadonlyArray<StreamKey> => {
  const found: Array<StreamKey> = []
  const next = (last: StreamKey | null): Row | undefined =>
    last === null
      ? connection.raw(firstStream).get()
      : connection.raw(streamAfter).get({ tenant: last.tenant, conversation: last.conversation })
  for (let row = next(after); row !== undefined && found.length < limit; row = next(found.at(-1) ?? null))
    found.push(streamAt(row))
  return found
}

/** Every tenant with the last position of its log. */
export const headsNow = (
  connection: Connection,
): ReadonlyArray<{ readonly tenant: TenantId; readonly head: Position }> =>
  connection
    .raw(headsSql)
    .all()
    .map(([tenant, head]) => ({ tenant: String(tenant) as TenantId, head: Number(head) as Position }))

/** The streams that hold personal content of a person. */
export const concerningNow = (
  connection: Connection,
  tenant: TenantId,
  who: Who,
): ReadonlyArray<ConversationId> =>
  connection
    .raw(concerningSql)
    .all({ tenant, subject: readerKey(who) })
    .map(([conversation]) => String(conversation) as ConversationId)
