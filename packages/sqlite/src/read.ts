import { type EventRange, type Recorded, recordedAt } from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { ofStream, ofTenant } from './sql/events.ts'

/** Events in order. */
export const readNow = (connection: Connection, of: EventRange, limit: number): ReadonlyArray<Recorded> => {
  const rows =
    'stream' in of
      ? connection.raw(ofStream).all(of.stream.tenant, of.stream.conversation, limit, of.after)
      : connection.raw(ofTenant).all(of.tenant, of.after, limit)
  return rows.map(recordedAt)
}
