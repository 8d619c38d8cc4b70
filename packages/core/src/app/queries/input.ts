import * as E from 'fp-ts/lib/Either.js'
import type { Rejection } from '../../conversation/Rejection.ts'
import { expected, fieldRequired, invalidInput } from '../../conversation/Rejection.ts'
import { bytesOf, canName, isWellFormed } from '../../kernel/text.ts'
import { aTime, timeIn } from '../../kernel/time.ts'

/** Turns what a caller gave into what we work with, or names the field that is wrong. */
export type Decode<A> = (value: unknown, field: string) => E.Either<Rejection, A>
export type Decoded<D> = D extends Decode<infer A> ? A : never

const refuse = (field: string, what: string, limit?: number): E.Either<Rejection, never> =>
  E.left(limit === undefined ? expected(field, what) : invalidInput(field, limit, what))

/** Well-formed text of at most so many characters. */
export const text =
  (limit: number): Decode<string> =>
  (value, field) => {
    const what = `a text of at most ${limit} characters`
    if (typeof value !== 'string') return refuse(field, what)
    if (value.length > limit) return refuse(field, what, limit)
    return isWellFormed(value) ? E.right(value) : refuse(field, what)
  }

/** An id or a name: not empty, of at most so many bytes, and nothing in it that no name may hold. */
export const name =
  (limit: number): Decode<string> =>
  (value, field) => {
    const what = `a text of 1 to ${limit} bytes, without control characters or marks of direction`
    if (typeof value !== 'string' || value === '') return refuse(field, what)
    if (value.length > limit || bytesOf(value) > limit) return refuse(field, what, limit)
    return canName(value) && isWellFormed(value) ? E.right(value) : refuse(field, what)
  }

/** A name of a kind of thing, marked as such once it was checked. */
export const branded =
  <A extends string>(limit: number): Decode<A> =>
  (value, field) =>
    E.map((checked: string) => checked as A)(name(limit)(value, field))

export const whether: Decode<boolean> = (value, field) =>
  typeof value === 'boolean' ? E.right(value) : refuse(field, 'true or false')

/** A whole number from 1 to `limit`. */
export const count =
  (limit: number): Decode<number> =>
  (value, field) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limit
      ? E.right(value)
      : refuse(field, `a whole number from 1 to ${limit}`, limit)

/** One of a closed list. */
export const oneOf =
  <A extends string>(choices: ReadonlyArray<A>): Decode<A> =>
  (value, field) => {
    const chosen = choices.find((choice) => choice === value)
    return chosen === undefined ? refuse(field, `one of ${choices.join(', ')}`) : E.right(chosen)
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
    const what = `a list of at most ${limit}`
    if (given === null) return refuse(field, what)
    if (given.length > limit) return refuse(field, what, limit)
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
    const names = Object.keys(decoders).join(', ')
    const given = entriesOf(value)
    if (given === null) return refuse(field, `an object with ${names}`)
    const prefix = field === 'options' ? '' : `${field}.`
    for (const key of given.keys()) {
      if (!Object.hasOwn(decoders, key))
        return refuse(/^[A-Za-z]{1,40}$/.test(key) ? `${prefix}${key}` : field, `no other than ${names}`)
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

/** More fields than any options have: an object with more is not looked at any further. */
const fieldsAtMost = 100

/** An object's own fields, read once; null for what is no object, can't be read, or has far too many. */
export const entriesOf = (value: unknown): ReadonlyMap<string, unknown> | null => {
  if (value === undefined) return new Map()
  if (typeof value !== 'object' || value === null) return null
  try {
    if (Array.isArray(value)) return null
    const keys = Reflect.ownKeys(value)
    if (keys.length > fieldsAtMost || keys.some((key) => typeof key === 'symbol')) return null
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

/** A `Date`, an ISO text or a number of milliseconds, as milliseconds. */
export const time: Decode<number> = (value, field) => {
  const at = timeIn(value)
  return at === null ? refuse(field, aTime) : E.right(at)
}
