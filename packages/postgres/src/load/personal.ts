import {
  type Contact,
  type Lookup,
  restricted,
  type Seat,
  type StreamKey,
  type Wanted,
  whole,
} from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { personalAt } from '../sql/personalAt.ts'

type Fields = { readonly [field: string]: unknown }

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** The personal content of an event; null where there is none, or it was erased. */
export const personalIn = (value: unknown): Fields | null => (isFields(value) ? value : null)

const personalOf = async (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  version: number | null,
): Promise<Fields | null> => {
  if (version === null) return null
  const [row] = await connection.ask(personalAt, { tenant, conversation, version })
  return personalIn(row?.[0])
}

/** One text of personal content. */
export const textIn = (fields: Fields | null, name: string): string | null => {
  const text = fields?.[name]
  return typeof text === 'string' ? text : null
}

export const subjectAt = async (
  connection: Connection,
  stream: StreamKey,
  version: number | null,
): Promise<string | null> => textIn(await personalOf(connection, stream, version), 'subject')

/** A name and numbers. */
export const contactIn = (fields: Fields | null): Contact | null =>
  fields === null
    ? null
    : { name: textIn(fields, 'name'), phone: textIn(fields, 'phone'), email: textIn(fields, 'email') }

/** The contacts that belong to seats: only a fork copies them, so they may take their time. */
export const contactsOf = async (
  connection: Connection,
  wanted: Wanted,
  seats: Lookup<Seat>,
): Promise<Lookup<Contact>> => {
  const asked = new Map<string, Contact | null>()
  for (const [key, seat] of seats.known) {
    asked.set(key, contactIn(await personalOf(connection, wanted.stream, seat?.nameVersion ?? null)))
  }
  return wanted.allSeats
    ? whole([...asked].flatMap(([key, contact]) => (contact === null ? [] : [[key, contact] as const])))
    : restricted(asked)
}
