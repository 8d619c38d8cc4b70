import type { Rejection } from '@colloquy/core'
import { expected, fieldRequired, invalidInput } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Limits } from '../Limits.ts'
import type { Plain, PlainObject } from './plain.ts'
import { isPlainObject } from './plain.ts'

/** Where a value stands in the input, for the refusal to name, and the sizes allowed. */
export type Place = { readonly field: string; readonly limits: Limits }

/** Makes an `A` of one value of the input, or says what is wrong with it. */
export type Decoder<A> = (value: Plain | undefined, place: Place) => Either<Rejection, A>

export type DecodedBy<D> = D extends Decoder<infer A> ? A : never
export type Fields = { readonly [name: string]: Decoder<unknown> }
export type DecodedFields<F extends Fields> = { readonly [K in keyof F]: DecodedBy<F[K]> }

const inside = ({ field, limits }: Place, name: string | number): Place => ({
  field: field === '' ? String(name) : `${field}.${name}`,
  limits,
})

/** Exactly these fields: one that is not named here is refused, so that a typing error is not a silent default. */
export const object = <F extends Fields>(fields: F): Decoder<DecodedFields<F>> => {
  const decoders = Object.entries(fields)
  return (value, place) => {
    if (value === undefined) return E.left(fieldRequired(place.field === '' ? 'input' : place.field))
    const names = Object.keys(fields).join(', ')
    if (!isPlainObject(value))
      return E.left(expected(place.field === '' ? 'input' : place.field, `an object with ${names}`))
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key))
    if (unknown !== undefined) {
      // Mostly it is one of these, misspelt.
      const missing = decoders.filter(([name, decoder]) => isMissing(value, name, decoder, place))
      const also = missing.length === 0 ? '' : `; missing: ${missing.map(([name]) => name).join(', ')}`
      return E.left(expected(inside(place, shown(unknown)).field, `no other than ${names}${also}`))
    }
    const decoded: { [name: string]: unknown } = {}
    for (const [name, decoder] of decoders) {
      const result = decoder(own(value, name), inside(place, name))
      if (E.isLeft(result)) return result
      decoded[name] = result.right
    }
    // The loop above filled in each field with what its own decoder made of it.
    return E.right(decoded as DecodedFields<F>)
  }
}

export const own = (value: PlainObject, name: string): Plain | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined

const isMissing = (value: PlainObject, name: string, decoder: Decoder<unknown>, place: Place): boolean =>
  own(value, name) === undefined && E.isLeft(decoder(undefined, inside(place, name)))

/** A key of the caller's is named only where it looks like a field: a refusal repeats nobody's text. */
const shown = (key: string): string => (/^[A-Za-z]{1,20}$/.test(key) ? key : 'unknown')

/** Null where it was left out. */
export const optional =
  <A>(decoder: Decoder<A>): Decoder<A | null> =>
  (value, place) =>
    value === undefined ? E.right(null) : decoder(value, place)

export const orElse =
  <A>(decoder: Decoder<A>, otherwise: A): Decoder<A> =>
  (value, place) =>
    value === undefined ? E.right(otherwise) : decoder(value, place)

/** At most as many items as this limit says. */
export const list =
  <A>(decoder: Decoder<A>, most: keyof Limits): Decoder<ReadonlyArray<A>> =>
  (value, place) => {
    if (value === undefined) return E.left(fieldRequired(place.field))
    const what = `a list of at most ${place.limits[most]}`
    if (!Array.isArray(value)) return E.left(expected(place.field, what))
    if (value.length > place.limits[most]) return E.left(invalidInput(place.field, place.limits[most], what))
    const decoded: Array<A> = []
    for (let index = 0; index < value.length; index += 1) {
      const result = decoder(value[index], inside(place, index))
      if (E.isLeft(result)) return result
      decoded.push(result.right)
    }
    return E.right(decoded)
  }

export const boolean: Decoder<boolean> = (value, place) => {
  if (value === undefined) return E.left(fieldRequired(place.field))
  return typeof value === 'boolean' ? E.right(value) : E.left(expected(place.field, 'true or false'))
}

/** Exactly one of these words. */
export const oneOf =
  <const A extends string>(words: ReadonlyArray<A>): Decoder<A> =>
  (value, place) => {
    if (value === undefined) return E.left(fieldRequired(place.field))
    const word = words.find((each) => each === value)
    return word === undefined ? E.left(expected(place.field, `one of ${words.join(', ')}`)) : E.right(word)
  }

export const map =
  <A, B>(decoder: Decoder<A>, change: (value: A) => B): Decoder<B> =>
  (value, place) => {
    const result = decoder(value, place)
    return E.isLeft(result) ? result : E.right(change(result.right))
  }
