import {
  type Contact,
  contactIn,
  type Personal,
  personalIn,
  type StreamKey,
  textIn,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { personalAt } from '../sql/events.ts'

/** The personal content in a text of JSON; null where there is none, or it was erased. */
export const parsed = (json: unknown): Personal | null =>
  typeof json === 'string' ? personalIn(JSON.parse(json)) : null

const personalOf = (connection: Connection, stream: StreamKey, version: number | null): Personal | null => {
  if (version === null) return null
  const row = connection.raw(personalAt).get(stream.tenant, stream.conversation, version)
  return parsed(row?.[0])
}

export const hashAt = (connection: Connection, stream: StreamKey, version: number): string | null =>
  textIn(personalOf(connection, stream, version), 'hash')

export const subjectAt = (connection: Connection, stream: StreamKey, version: number | null): string | null =>
  textIn(personalOf(connection, stream, version), 'subject')

export const contactAt = (
  connection: Connection,
  stream: StreamKey,
  version: number | null,
): Contact | null => contactIn(personalOf(connection, stream, version))
