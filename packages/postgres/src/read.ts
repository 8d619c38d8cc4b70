import { type EventRange, type Recorded, recordedAt } from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { ofStream, ofTenant } from './sql/events.ts'

/** Events in order. */
export const readNow = async (
  connection: Connection,
  of: EventRange,
  limit: number,
): Promise<ReadonlyArray<Recorded>> => {
  const rows =
    'stream' in of
      ? await connection.texts(ofStream, { ...of.stream, after: of.after, limit })
      : await connection.texts(ofTenant, { tenant: of.tenant, after: of.after, limit })
  return rows.map(recordedAt)
}
