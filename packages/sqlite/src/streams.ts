import {
  type ConversationId,
  type Position,
  readerKey,
  type StreamKey,
  type TenantId,
  type Who,
} from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { rawRow } from './rows.ts'
import { concerning as concerningSql } from './sql/erasing.ts'
import { heads as headsSql } from './sql/events.ts'
import { firstStream, streamAfter } from './sql/streams.ts'

const keyAt = (row: unknown): StreamKey | null => {
  const values = rawRow(row)
  if (values === null) return null
  return { tenant: String(values[0]) as TenantId, conversation: String(values[1]) as ConversationId }
}

/** Streams by tenant and id, after one or from the start. */
export const streamsNow = (
  connection: Connection,
  after: StreamKey | null,
  limit: number,
): ReadonlyArray<StreamKey> => {
  const found: Array<StreamKey> = []
  const next = (last: StreamKey | null): StreamKey | null =>
    last === null
      ? keyAt(connection.raw(firstStream).get())
      : keyAt(connection.raw(streamAfter).get({ tenant: last.tenant, conversation: last.conversation }))
  for (let key = next(after); key !== null && found.length < limit; key = next(key)) found.push(key)
  return found
}

/** Every tenant with the last position of its log. */
export const headsNow = (
  connection: Connection,
): ReadonlyArray<{ readonly tenant: TenantId; readonly head: Position }> =>
  connection
    .raw(headsSql)
    .all()
    .map((row) => rawRow(row) ?? [])
    .map(([tenant, head]) => ({ tenant: String(tenant) as TenantId, head: Number(head) as Position }))

/** The streams that hold personal content of somebody. */
export const concerningNow = (
  connection: Connection,
  tenant: TenantId,
  who: Who,
): ReadonlyArray<ConversationId> =>
  connection
    .raw(concerningSql)
    .all({ tenant, subject: readerKey(who) })
    .map((row) => String(rawRow(row)?.[0]) as ConversationId)
