import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { JsonSchema } from './JsonSchema.ts'
import type { Limits } from './Limits.ts'
import type { Plain, PlainObject } from './plain.ts'
import { isPlainObject, mostParts, plain } from './plain.ts'
import type { Wrong } from './Wrong.ts'
import { expected, fieldRequired, invalidInput } from './Wrong.ts'

/** The path of a value in the input, for refusals, with the limits. */
export type Place = {
  /** Empty for the input itself. */
  readonly field: string
  /** The name of the input itself. */
  readonly whole: string
  readonly limits: Limits
}

/** Decodes one value of the input to an `A`, or says what is wrong with it. `I`: the type that callers give. */
export type Decoder<A, in I = never> = {
  readonly decode: (value: Plain | undefined, place: Place) => Either<Wrong, A>
  /** The accepted JSON, as far as JSON Schema can express it. */
  readonly schema: (limits: Limits) => JsonSchema
  /** A phantom field: it carries `I` in the type, and is never set. */
  readonly takes?: (input: I) => void
}

export type DecodedBy<D> = D extends Decoder<infer A> ? A : never
export type InputOf<D> = D extends Decoder<unknown, infer I> ? I : never

/** Copies the caller's value once, and decodes the copy. */
export const decodeGiven = <A>({ decode }: Decoder<A>, given: unknown, place: Place): Either<Wrong, A> => {
  const copied = plain(given, place)
  return E.isLeft(copied) ? copied : decode(copied.right, place)
}

export const nameOf = ({ field, whole }: Place): string => (field === '' ? whole : field)

export const inside = (place: Place, name: string | number): Place => ({
  ...place,
  field: place.field === '' ? String(name) : `${place.field}.${name}`,
})

/** A decoder of a required value. */
export const required = <A, I>(
  schema: (limits: Limits) => JsonSchema,
  check: (value: Plain, place: Place) => Either<Wrong, A>,
): Decoder<A, I> => ({
  schema,
  decode: (value, place) =>
    value === undefined ? E.left(fieldRequired(nameOf(place))) : check(value, place),
})

export type Fields = { readonly [name: string]: Decoder<unknown> }
export type DecodedFields<F extends Fields> = { readonly [K in keyof F]: DecodedBy<F[K]> }
type LeftOut<F extends Fields> = {
  [K in keyof F]: undefined extends InputOf<F[K]> ? K : never
}[keyof F]
type FieldsInput<F extends Fields> = { readonly [K in Exclude<keyof F, LeftOut<F>>]: InputOf<F[K]> } & {
  readonly [K in LeftOut<F>]?: Exclude<InputOf<F[K]>, undefined>
}

/**
 * An object with exactly these fields. Unknown fields are refused, because a misspelt optional field would silently get
 * its default.
 */
export const object = <const F extends Fields>(fields: F) =>
  // Each field was decoded by its own decoder.
  fieldsOf(fields, false) as Decoder<DecodedFields<F>, FieldsInput<F>>

/** An object with any of these fields; a missing field is also missing from the result. */
export const partial = <const F extends Fields>(fields: F) =>
  fieldsOf(fields, true) as Decoder<Partial<DecodedFields<F>>, { readonly [K in keyof F]?: InputOf<F[K]> }>

const fieldsOf = (fields: Fields, partly: boolean): Decoder<unknown> => {
  const decoders = Object.entries(fields)
  const names = Object.keys(fields).join(', ')
  return required(
    (limits) => {
      const place = { field: '', whole: '', limits }
      return {
        type: 'object',
        properties: Object.fromEntries(decoders.map(([name, { schema }]) => [name, schema(limits)])),
        required: partly ? [] : missingIn({}, decoders, place),
        additionalProperties: false,
      }
    },
    (value, place) => {
      if (!isPlainObject(value)) return E.left(expected(nameOf(place), `an object with ${names}`))
      const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key))
      if (unknown !== undefined) {
        // An unknown field is mostly a misspelt missing one, so the missing ones are named.
        const missing = partly ? [] : missingIn(value, decoders, place)
        const also = missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`
        return E.left(expected(shown(unknown, place), `no other than ${names}${also}`))
      }
      const decoded: { [name: string]: unknown } = {}
      for (const [name, { decode }] of decoders) {
        const given = own(value, name)
        if (partly && given === undefined) continue
        const result = decode(given, inside(place, name))
        if (E.isLeft(result)) return result
        decoded[name] = result.right
      }
      return E.right(decoded)
    },
  )
}

export const own = (value: PlainObject, name: string): Plain | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined

const missingIn = (
  value: PlainObject,
  decoders: ReadonlyArray<readonly [string, Decoder<unknown>]>,
  place: Place,
): ReadonlyArray<string> =>
  decoders
    .filter(([name, { decode }]) => {
      return own(value, name) === undefined && E.isLeft(decode(undefined, inside(place, name)))
    })
    .map(([name]) => name)

/** The refusal names an unknown key only where it looks like a field name, because keys may hold content. */
const shown = (key: string, place: Place): string =>
  /^[A-Za-z]{1,40}$/.test(key) ? inside(place, key).field : nameOf(place)

/** Accepts null, too. */
export const orNull = <A, I>({ schema, decode }: Decoder<A, I>): Decoder<A | null, I | null> => ({
  schema: (limits) => ({ anyOf: [schema(limits), { type: 'null' }] }),
  decode: (value, place) => (value === null ? E.right(null) : decode(value, place)),
})

/** Optional; null where it was left out. */
export const optional = <A, I>(decoder: Decoder<A, I>): Decoder<A | null, I | undefined> =>
  orElse<A | null, I>(decoder, null)

/** Optional and nullable; null in both cases. */
export const maybe = <A, I>(decoder: Decoder<A, I>): Decoder<A | null, I | null | undefined> =>
  optional(orNull(decoder))

export const orElse = <A, I>({ schema, decode }: Decoder<A, I>, otherwise: A): Decoder<A, I | undefined> => ({
  schema,
  decode: (value, place) => (value === undefined ? E.right(otherwise) : decode(value, place)),
})

export const map = <A, B, I>(
  { schema, decode }: Decoder<A, I>,
  change: (value: A, place: Place) => B,
): Decoder<B, I> => ({
  schema,
  decode: (value, place) => {
    const result = decode(value, place)
    return E.isLeft(result) ? result : E.right(change(result.right, place))
  },
})

/** A text as shorthand, or the full form. */
export const textOr = <A, B, I, J>(short: Decoder<A, I>, whole: Decoder<B, J>): Decoder<A | B, I | J> => ({
  schema: (limits) => ({ anyOf: [short.schema(limits), whole.schema(limits)] }),
  decode: (value, place): Either<Wrong, A | B> =>
    typeof value === 'string' ? short.decode(value, place) : whole.decode(value, place),
})

/** A number, or the name of the limit that gives it. */
export type SizeLimit = keyof Limits | number
export const sizeOf = (size: SizeLimit, limits: Limits): number =>
  typeof size === 'number' ? size : limits[size]

/** A list of at most `most` items. */
export const list = <A, I>(
  { schema, decode }: Decoder<A, I>,
  most: SizeLimit,
): Decoder<ReadonlyArray<A>, ReadonlyArray<I>> =>
  required(
    (limits) => ({
      type: 'array',
      items: schema(limits),
      maxItems: Math.min(sizeOf(most, limits), mostParts),
    }),
    (value, place) => {
      const limit = Math.min(sizeOf(most, place.limits), mostParts)
      const what = `a list of at most ${limit}`
      if (!Array.isArray(value)) return E.left(expected(nameOf(place), what))
      if (value.length > limit) return E.left(invalidInput(nameOf(place), limit, what))
      const decoded: Array<A> = []
      for (let index = 0; index < value.length; index += 1) {
        const result = decode(value[index], inside(place, index))
        if (E.isLeft(result)) return result
        decoded.push(result.right)
      }
      return E.right(decoded)
    },
  )

/** One of these literals. */
export const oneOf = <const A extends string>(words: ReadonlyArray<A>): Decoder<A, A> =>
  required(
    () => ({ enum: words }),
    (value, place) => {
      const word = words.find((each) => each === value)
      return word === undefined
        ? E.left(expected(nameOf(place), `one of ${words.join(', ')}`))
        : E.right(word)
    },
  )

export const boolean: Decoder<boolean, boolean> = required(
  () => ({ type: 'boolean' }),
  (value, place) =>
    typeof value === 'boolean' ? E.right(value) : E.left(expected(nameOf(place), 'true or false')),
)
