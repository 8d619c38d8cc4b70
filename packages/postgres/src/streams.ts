import {
  type ConversationId,
  type Position,
  readerKey,
  streamAt,
  type StreamKey,
  type TenantId,
  type Who,
} from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { concerning as concerningSql } from './sql/erasing.ts'
import { heads as headsSql } from './sql/events.ts'
import { firstStreams, streamsAfter } from './sql/streams.ts'

/** Streams by tenant and id, after one or from the start. */
export const streamsNow = async (
  connection: Connection,
  after: StreamKey | null,
  limit: number,
): Promise<ReadonlyArray<StreamKey>> => {
  const rows =
    after === null
      ? await connection.ask(firstStreams, { limit })
      : await connection.ask(streamsAfter, { ...after, limit })
  return rows.map(streamAt)
}

/** Every tenant with the last position of its log. */
export const headsNow = async (
  connection: Connection,
): Promise<ReadonlyArray<{ readonly tenant: TenantId; readonly head: Position }>> => {
  const rows = await connection.ask(headsSql, {})
  return rows.map(([tenant, head]) => ({
    tenant: String(tenant) as TenantId,
    head: Number(head) as Position,
  }))
}

/** The streams that hold personal content of a person. */
export const concerningNow = async (
  connection: Connection,
  tenant: TenantId,
  who: Who,
): Promise<ReadonlyArray<ConversationId>> => {
  const rows = await connection.ask(concerningSql, { tenant, subject: readerKey(who) })
  return rows.map(([conversation]) => String(conversation) as ConversationId)
}
