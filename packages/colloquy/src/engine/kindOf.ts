import { types } from 'node:util'

const name = /^[\w$.]{1,64}$/u
const code = /^[\w.:-]{1,64}$/u
/** How many causes of an error are named. */
const deepest = 3

/**
 * The kind of an error that was thrown: its name or tag and its code, and those of its causes. Never the message, which
 * may hold content.
 */
export const kindOf = (thrown: unknown): string => {
  const kinds: Array<string> = []
  for (let each = thrown, depth = 0; depth <= deepest && (depth === 0 || isObject(each)); depth += 1) {
    kinds.push(kindOfOne(each))
    each = fieldOf(each, 'cause')
  }
  return kinds.join(', caused by ')
}

const kindOfOne = (thrown: unknown): string => {
  if (!isObject(thrown)) return typeof thrown
  // The `name` of what is no error may be a person's.
  const named = isError(thrown) ? fieldOf(thrown, 'name') : fieldOf(thrown, '_tag')
  const coded = fieldOf(thrown, 'code')
  const kind = typeof named === 'string' && name.test(named) ? named : 'unknown'
  const isCode = (typeof coded === 'string' || typeof coded === 'number') && code.test(String(coded))
  return isCode ? `${kind} ${coded}` : kind
}

/** Also of another realm, and a `DOMException`, which is no native error. */
const isError = (value: object): boolean => value instanceof Error || types.isNativeError(value)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** A getter may throw in turn. */
const fieldOf = (value: unknown, field: string): unknown => {
  try {
    return isObject(value) ? Reflect.get(value, field) : undefined
  } catch {
    return undefined
  }
}
