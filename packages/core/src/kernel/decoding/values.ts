import * as E from 'fp-ts/lib/Either.js'
import { isLonger } from '../text.ts'
import { aTime, firstTime, iso, lastTime, timeIn } from '../time.ts'
import type { Decoder, SizeLimit } from './Decoder.ts'
import { nameOf, required, sizeOf } from './Decoder.ts'
import type { Plain } from './plain.ts'
import { isPlainObject } from './plain.ts'
import { id } from './texts.ts'
import { expected, invalidInput } from './Wrong.ts'

/** A time: a `Date`, an ISO 8601 text with its zone, or milliseconds since 1970. */
export type When = Date | string | number

/** A time in milliseconds since 1970. */
export const time: Decoder<number, When> = required(
  () => ({
    anyOf: [
      { type: 'string', pattern: iso.source },
      { type: 'integer', minimum: firstTime, maximum: lastTime },
    ],
  }),
  (value, place) => {
    const at = timeIn(value)
    return at === null ? E.left(expected(nameOf(place), aTime)) : E.right(at)
  },
)

/** A whole number from 1. */
export const count = (most: SizeLimit): Decoder<number, number> =>
  required(
    (limits) => ({ type: 'integer', minimum: 1, maximum: sizeOf(most, limits) }),
    (value, place) => {
      const limit = sizeOf(most, place.limits)
      return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limit
        ? E.right(value)
        : E.left(invalidInput(nameOf(place), limit, `a whole number from 1 to ${limit}`))
    },
  )

/** The host's own values by key. */
export type AttributesInput = { readonly [key: string]: string | number | boolean | null }

/** Attributes, sorted by key, so that equal attributes serialize equally. */
export const attributes: Decoder<AttributesInput, AttributesInput> = required(
  (limits) => ({
    type: 'object',
    maxProperties: limits.attributeKeys,
    propertyNames: id.schema(limits),
    additionalProperties: {
      anyOf: [
        { type: 'string', maxLength: limits.attributeBytes },
        { type: 'number' },
        { type: 'boolean' },
        { type: 'null' },
      ],
    },
  }),
  (value, place) => {
    const { attributeKeys, attributeBytes } = place.limits
    const field = nameOf(place)
    const what = `an object of at most ${attributeKeys} texts, numbers, true, false and null`
    if (!isPlainObject(value)) return E.left(expected(field, what))
    const keys = Object.keys(value).toSorted()
    if (keys.length > attributeKeys) return E.left(invalidInput(field, attributeKeys, what))
    const decoded: { [key: string]: string | number | boolean | null } = {}
    for (const key of keys) {
      const each = value[key]
      if (!isScalar(each) || E.isLeft(id.decode(key, place))) return E.left(expected(field, what))
      decoded[key] = each
    }
    return isLonger(JSON.stringify(decoded), attributeBytes)
      ? E.left(invalidInput(field, attributeBytes, `at most ${attributeBytes} bytes as JSON`))
      : E.right(decoded)
  },
)

/** Integers beyond a double's precision are refused, because they would not round-trip. */
const isScalar = (value: Plain | undefined): value is string | number | boolean | null =>
  typeof value === 'number'
    ? Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
    : value === null || typeof value === 'string' || typeof value === 'boolean'
