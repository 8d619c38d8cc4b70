import type { Attributes, Contact, RecordRef, Time } from '@colloquy/core'
import { fieldRequired, invalidInput } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Decoder } from './Decoder.ts'
import { object, optional } from './Decoder.ts'
import { isPlainObject } from './plain.ts'
import { id, name } from './text.ts'

/** A moment: a `Date`, an ISO 8601 text with its zone, or milliseconds since 1970. */
export type When = Date | string | number

/** The moments that every storage keeps and every reader can show. */
export const firstTime = Date.parse('0001-01-01T00:00:00Z')
export const lastTime = Date.parse('9999-12-31T23:59:59.999Z')
const iso = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/

/** `Date.parse` takes 30 February for 2 March. */
const parsed = (text: string): number => {
  const [, year, month, day] = iso.exec(text) ?? []
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return Number(day) <= lastDay ? Date.parse(text) : Number.NaN
}

export const time: Decoder<Time> = (value, { field }) => {
  if (value === undefined) return E.left(fieldRequired(field))
  const milliseconds =
    value instanceof Date
      ? value.getTime()
      : typeof value === 'string'
        ? parsed(value)
        : typeof value === 'number'
          ? value
          : Number.NaN
  const valid = Number.isInteger(milliseconds) && milliseconds >= firstTime && milliseconds <= lastTime
  return valid ? E.right(milliseconds as Time) : E.left(invalidInput(field))
}

export const record: Decoder<RecordRef> = object({ type: id, id })

/** What a person may be called and reached by. */
export const contactFields = { name: optional(name), phone: optional(name), email: optional(name) }

/** Null where nothing of it was given. */
export const contactOf = (given: Contact): Contact | null =>
  given.name === null && given.phone === null && given.email === null
    ? null
    : { name: given.name, phone: given.phone, email: given.email }

/** The host's own values, by key. Sorted, so that equal attributes are equal text. */
export const attributes: Decoder<Attributes> = (value, { field, limits }) => {
  if (value === undefined) return E.left(fieldRequired(field))
  if (!isPlainObject(value)) return E.left(invalidInput(field))
  const keys = Object.keys(value).toSorted()
  if (keys.length > limits.attributeKeys) return E.left(invalidInput(field, limits.attributeKeys))
  const decoded: { [key: string]: string | number | boolean | null } = {}
  for (const key of keys) {
    const each = value[key]
    if (E.isLeft(id(key, { field, limits }))) return E.left(invalidInput(field))
    if (each === undefined || (typeof each === 'object' && each !== null)) return E.left(invalidInput(field))
    decoded[key] = each
  }
  return Buffer.byteLength(JSON.stringify(decoded)) > limits.attributeBytes
    ? E.left(invalidInput(field, limits.attributeBytes))
    : E.right(decoded)
}
