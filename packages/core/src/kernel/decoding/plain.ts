import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { isText } from '../text.ts'
import type { Wrong } from './Wrong.ts'
import { expected, invalidInput } from './Wrong.ts'

/** Input as plain data: no getters, no foreign prototypes, no invalid Unicode. */
export type Plain = null | boolean | number | string | Date | PlainArray | PlainObject
export type PlainArray = ReadonlyArray<Plain | undefined>
export type PlainObject = { readonly [key: string]: Plain | undefined }

export const isPlainObject = (value: Plain | undefined): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const data = 'plain data: Unicode text, numbers, true, false, null, dates, lists and objects of these'

/** The maximum number of values in one input: more than any command or query needs. */
export const mostParts = 10_000
const tooMany = (field: string): Wrong => invalidInput(field, mostParts, `at most ${mostParts} values in all`)

type Copy = Array<Plain | undefined> | { [key: string]: Plain | undefined }
type Work = { readonly from: object; readonly to: Copy; readonly path: string; readonly depth: number }

type Root = {
  readonly field: string
  readonly whole: string
  readonly limits: { readonly depth: number }
}

/**
 * Copies the input once, so that getters and proxies cannot change a value after its check. Iterative, because input
 * nested 20,000 deep would overflow the stack.
 */
export const plain = (input: unknown, { field, whole, limits }: Root): Either<Wrong, Plain | undefined> => {
  const holder: Array<Plain | undefined> = []
  const work: Array<Work> = []
  let parts = 0
  let reading = field

  /** Copies one value to its place; returns the error, if any. */
  const place = (
    value: unknown,
    to: Copy,
    key: string | number,
    path: string,
    depth: number,
  ): Wrong | null => {
    reading = path
    parts += 1
    if (parts > mostParts) return tooMany(path)
    const copy = scalar(value)
    if (copy !== refused) {
      put(to, key, copy)
      return null
    }
    if (typeof value !== 'object' || value === null) return expected(path, data)
    const empty: Copy | null = Array.isArray(value) ? [] : hasPlainPrototype(value) ? {} : null
    if (empty === null) {
      const date = dateOf(value)
      if (date === null) return expected(path, data)
      put(to, key, date)
      return null
    }
    if (depth >= limits.depth) return invalidInput(path, limits.depth, `nested at most ${limits.depth} deep`)
    put(to, key, empty)
    work.push({ from: value, to: empty, path, depth: depth + 1 })
    return null
  }

  const expand = ({ from, to, path, depth }: Work): Wrong | null => {
    reading = path
    if (Array.isArray(to) && Array.isArray(from)) {
      to.length = from.length
      // Only the length is copied: the decoder refuses a list this long.
      if (from.length > mostParts) return null
      if (from.length + parts > mostParts) return tooMany(path)
    }
    const keys = Object.keys(from)
    if (keys.length + parts > mostParts) return tooMany(path)
    if (Object.getOwnPropertySymbols(from).length > 0) return expected(path, data)
    for (const key of keys) {
      const inner = path === '' ? key : `${path}.${key}`
      if (key === '__proto__' || !isText(key)) return expected(path, data)
      const property = Object.getOwnPropertyDescriptor(from, key)
      if (property === undefined || !('value' in property)) return expected(inner, data)
      const wrong = place(property.value, to, key, inner, depth)
      if (wrong !== null) return wrong
    }
    return null
  }

  try {
    let wrong = place(input, holder, 0, field, 0)
    for (let next = work.pop(); wrong === null && next !== undefined; next = work.pop()) wrong = expand(next)
    return wrong === null ? E.right(holder[0]) : E.left(named(wrong, whole))
  } catch {
    // Only a proxy can throw here.
    return E.left(named(expected(reading, data), whole))
  }
}

const refused = Symbol('refused')

const scalar = (value: unknown): Plain | undefined | typeof refused => {
  if (value === undefined || value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return isText(value) ? value : refused
  if (typeof value === 'number') return value === 0 ? 0 : value
  return refused
}

/** Calls `Date.prototype` directly, which also recognises dates of other realms. */
const dateOf = (value: object): Date | null => {
  try {
    return new Date(Date.prototype.getTime.call(value))
  } catch {
    return null
  }
}

/** A plain assignment is safe, because `__proto__` was refused before. */
const put = (to: Copy, key: string | number, value: Plain | undefined): void => {
  Reflect.set(to, key, value)
}

const hasPlainPrototype = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** A refusal names a path only as far as its keys look like our field names; keys of attributes are content. */
const named = (wrong: Wrong, whole: string): Wrong => {
  if (wrong._tag !== 'InvalidInput') return wrong
  const field = wrong.field
    .split('.', 3)
    .join('.')
    .replace(/(^|\.)attributes\..*$/, '$1attributes')
  return { ...wrong, field: /^[A-Za-z]{1,20}(\.[A-Za-z0-9]{1,20}){0,2}$/.test(field) ? field : whole }
}
