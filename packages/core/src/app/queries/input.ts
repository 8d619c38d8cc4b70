import * as E from 'fp-ts/lib/Either.js'
import type { Rejection } from '../../conversation/Rejection.ts'
import { fieldRequired, invalidInput } from '../../conversation/Rejection.ts'

/** Turns what a caller gave into what we work with, or names the field that is wrong. */
export type Decode<A> = (value: unknown, field: string) => E.Either<Rejection, A>
export type Decoded<D> = D extends Decode<infer A> ? A : never

const refuse = (field: string, limit?: number | string): E.Either<Rejection, never> =>
  E.left(invalidInput(field, limit))

/** Bytes of a text in UTF-8. */
const bytes = (text: string): number => {
  let size = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return size
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** Well-formed text of at most so many characters. */
export const text =
  (limit: number): Decode<string> =>
  (value, field) => {
    if (typeof value !== 'string') return refuse(field)
    if (value.length > limit) return refuse(field, limit)
    return loneSurrogate.test(value) ? refuse(field) : E.right(value)
  }

// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f]/

/** An id or a name: not empty, of at most so many bytes, without control characters, which mark our own streams. */
export const name =
  (limit: number): Decode<string> =>
  (value, field) => {
    if (typeof value !== 'string' || value === '') return refuse(field)
    if (value.length > limit || bytes(value) > limit) return refuse(field, limit)
    return control.test(value) || loneSurrogate.test(value) ? refuse(field) : E.right(value)
  }

/** A name of a kind of thing, marked as such once it was checked. */
export const branded =
  <A extends string>(limit: number): Decode<A> =>
  (value, field) =>
    E.map((checked: string) => checked as A)(name(limit)(value, field))

export const whether: Decode<boolean> = (value, field) =>
  typeof value === 'boolean' ? E.right(value) : refuse(field)

/** A whole number from 1 to `limit`. */
export const count =
  (limit: number): Decode<number> =>
  (value, field) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limit
      ? E.right(value)
      : refuse(field, limit)

/** One of a closed list. */
export const oneOf =
  <A extends string>(choices: ReadonlyArray<A>): Decode<A> =>
  (value, field) => {
    const chosen = choices.find((choice) => choice === value)
    return chosen === undefined ? refuse(field) : E.right(chosen)
  }

/** Null where nothing was given: a page's last cursor may be passed on as it is. */
export const optional =
  <A>(decode: Decode<A>): Decode<A | null> =>
  (value, field) =>
    value === undefined || value === null ? E.right(null) : decode(value, field)

export const otherwise =
  <A>(decode: Decode<A>, missing: A): Decode<A> =>
  (value, field) =>
    value === undefined ? E.right(missing) : decode(value, field)

export const required =
  <A>(decode: Decode<A>): Decode<A> =>
  (value, field) =>
    value === undefined ? E.left(fieldRequired(field)) : decode(value, field)

/** At most `limit` things. */
export const listOf =
  <A>(decode: Decode<A>, limit: number): Decode<ReadonlyArray<A>> =>
  (value, field) => {
    const given = copyOf(value, limit)
    if (given === null) return refuse(field)
    if (given.length > limit) return refuse(field, limit)
    const decoded: Array<A> = []
    for (const item of given) {
      const one = decode(item, field)
      if (E.isLeft(one)) return one
      decoded.push(one.right)
    }
    return E.right(decoded)
  }

/** An object with these fields and no others. Each is read once, so that what was checked is what is used. */
export const fieldsOf =
  <D extends { readonly [key: string]: Decode<unknown> }>(
    decoders: D,
  ): Decode<{ readonly [K in keyof D]: Decoded<D[K]> }> =>
  (value, field) => {
    const given = entriesOf(value)
    if (given === null) return refuse(field)
    const prefix = field === 'options' ? '' : `${field}.`
    for (const key of given.keys()) {
      if (!Object.hasOwn(decoders, key))
        return refuse(/^[A-Za-z]{1,40}$/.test(key) ? `${prefix}${key}` : field)
    }
    const decoded: Array<readonly [string, unknown]> = []
    for (const [key, decode] of Object.entries(decoders)) {
      const one = decode(given.get(key), `${prefix}${key}`)
      if (E.isLeft(one)) return one
      decoded.push([key, one.right])
    }
    // Every decoder put its own field in.
    return E.right(Object.fromEntries(decoded) as { readonly [K in keyof D]: Decoded<D[K]> })
  }

/** An object's own fields, read once; null for what is no object, or can't be read. */
export const entriesOf = (value: unknown): ReadonlyMap<string, unknown> | null => {
  if (value === undefined) return new Map()
  if (typeof value !== 'object' || value === null) return null
  try {
    if (Array.isArray(value) || Object.getOwnPropertySymbols(value).length > 0) return null
    return new Map(Object.entries(value).filter(([, one]) => one !== undefined))
  } catch {
    return null
  }
}

/** An array's items, read once, as far as needed to see whether it is too long. */
const copyOf = (value: unknown, limit: number): ReadonlyArray<unknown> | null => {
  try {
    return Array.isArray(value) ? value.slice(0, limit + 1) : null
  } catch {
    return null
  }
}

const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/
const lastTime = 8_640_000_000_000_000

/** A `Date`, an ISO text or a number of milliseconds, as milliseconds. */
export const time: Decode<number> = (value, field) => {
  const at = millisecondsOf(value)
  return Number.isInteger(at) && at >= 0 && at <= lastTime ? E.right(at) : refuse(field)
}

const millisecondsOf = (value: unknown): number => {
  if (typeof value === 'number') return value
  if (typeof value === 'string') return iso.test(value) ? Date.parse(value) : Number.NaN
  try {
    return value instanceof Date ? Date.prototype.getTime.call(value) : Number.NaN
  } catch {
    return Number.NaN
  }
}
