import type { Attributes, Contact, RecordRef, Time } from '@colloquy/core'
import { aTime, expected, fieldRequired, invalidInput, timeIn } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Decoder } from './Decoder.ts'
import { object, optional } from './Decoder.ts'
import { isPlainObject } from './plain.ts'
import { id, name } from './text.ts'

/** A moment: a `Date`, an ISO 8601 text with its zone, or milliseconds since 1970. */
export type When = Date | string | number

export const time: Decoder<Time> = (value, { field }) => {
  if (value === undefined) return E.left(fieldRequired(field))
  const at = timeIn(value)
  return at === null ? E.left(expected(field, aTime)) : E.right(at as Time)
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
  const what = 'an object of texts, numbers, true, false and null'
  if (!isPlainObject(value)) return E.left(expected(field, what))
  const keys = Object.keys(value).toSorted()
  if (keys.length > limits.attributeKeys)
    return E.left(invalidInput(field, limits.attributeKeys, `at most ${limits.attributeKeys} keys`))
  const decoded: { [key: string]: string | number | boolean | null } = {}
  for (const key of keys) {
    const each = value[key]
    if (E.isLeft(id(key, { field, limits }))) return E.left(expected(field, what))
    if (each === undefined || (typeof each === 'object' && each !== null))
      return E.left(expected(field, what))
    decoded[key] = each
  }
  return Buffer.byteLength(JSON.stringify(decoded)) > limits.attributeBytes
    ? E.left(invalidInput(field, limits.attributeBytes, `at most ${limits.attributeBytes} bytes as JSON`))
    : E.right(decoded)
}
