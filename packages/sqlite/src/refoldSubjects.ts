import type { Difference, StreamKey } from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { insertSubject, missingSubjects } from './sql/erasing.ts'

/** Names those of whom content is there and no note of it: erasing would pass over the stream. */
export const refoldSubjects = (
  connection: Connection,
  stream: StreamKey,
  write: boolean,
): ReadonlyArray<Difference> => {
  const { tenant, conversation } = stream
  const missing = connection
    .raw(missingSubjects)
    .all(tenant, conversation)
    .map(([subject]) => String(subject))
  if (write) for (const key of missing) connection.prepare(insertSubject).run(tenant, key, conversation)
  return missing.map((key) => ({ stream, table: 'subject', key, found: 'missing', columns: [] }))
}
