import type { Contact, StreamKey } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { personalAt } from '../sql/personalAt.ts'

type Fields = { readonly [field: string]: unknown }

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** The personal content in a text of JSON; null where there is none, or it was erased. */
export const personalIn = (json: unknown): Fields | null => {
  if (typeof json !== 'string') return null
  const value: unknown = JSON.parse(json)
  return isFields(value) ? value : null
}

const personalOf = (connection: Connection, stream: StreamKey, version: number | null): Fields | null => {
  if (version === null) return null
  const row = connection.raw(personalAt).get(stream.tenant, stream.conversation, version)
  return Array.isArray(row) ? personalIn(row[0]) : null
}

/** One text of personal content. */
export const textIn = (fields: Fields | null, name: string): string | null => {
  const text = fields?.[name]
  return typeof text === 'string' ? text : null
}

export const hashAt = (connection: Connection, stream: StreamKey, version: number): string | null =>
  textIn(personalOf(connection, stream, version), 'hash')

export const subjectAt = (connection: Connection, stream: StreamKey, version: number | null): string | null =>
  textIn(personalOf(connection, stream, version), 'subject')

/** A name and numbers. */
export const contactIn = (fields: Fields | null): Contact | null =>
  fields === null
    ? null
    : { name: textIn(fields, 'name'), phone: textIn(fields, 'phone'), email: textIn(fields, 'email') }

export const contactAt = (
  connection: Connection,
  stream: StreamKey,
  version: number | null,
): Contact | null => contactIn(personalOf(connection, stream, version))
