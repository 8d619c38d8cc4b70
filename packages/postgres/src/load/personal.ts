import {
  type Contact,
  contactIn,
  contactsIn,
  type Lookup,
  type Personal,
  personalIn,
  type Seat,
  type StreamKey,
  textIn,
  type Wanted,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { personalAt } from '../sql/events.ts'

const personalOf = async (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  version: number | null,
): Promise<Personal | null> => {
  if (version === null) return null
  const [row] = await connection.ask(personalAt, { tenant, conversation, version })
  return personalIn(row?.[0])
}

export const subjectAt = async (
  connection: Connection,
  stream: StreamKey,
  version: number | null,
): Promise<string | null> => textIn(await personalOf(connection, stream, version), 'subject')

/** The contacts of seats. Only a fork copies them, so they are loaded apart. */
export const contactsOf = async (
  connection: Connection,
  wanted: Wanted,
  seats: Lookup<Seat>,
): Promise<Lookup<Contact>> => {
  const found: Array<readonly [string, Contact | null]> = []
  for (const [key, seat] of seats.known) {
    found.push([key, contactIn(await personalOf(connection, wanted.stream, seat?.nameVersion ?? null))])
  }
  return contactsIn(wanted, found)
}
