import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { JsonSchema } from './JsonSchema.ts'
import type { Limits } from './Limits.ts'
import type { Plain, PlainObject } from './plain.ts'
import { isPlainObject, mostParts, plain } from './plain.ts'
import type { Wrong } from './Wrong.ts'
import { expected, fieldRequired, invalidInput } from './Wrong.ts'

/** Where a value stands in the input, for the refusal to name, and the sizes allowed. */
export type Place = {
  /** Empty for the whole. */
  readonly field: string
  /** What the whole is called. */
  readonly whole: string
  readonly limits: Limits
}

/** Makes an `A` of one value of the input, or says what is wrong with it. `I`: what callers may give. */
export type Decoder<A, in I = never> = {
  readonly decode: (value: Plain | undefined, place: Place) => Either<Wrong, A>
  /** What it takes as JSON, as far as JSON Schema can say. */
  readonly schema: (limits: Limits) => JsonSchema
  /** There for the compiler alone. */
  readonly takes?: (input: I) => void
}

export type DecodedBy<D> = D extends Decoder<infer A> ? A : never
export type InputOf<D> = D extends Decoder<unknown, infer I> ? I : never

/** Copies what a caller gave, once, and decodes the copy. */
export const decodeGiven = <A>({ decode }: Decoder<A>, given: unknown, place: Place): Either<Wrong, A> => {
  const copied = plain(given, place)
  return E.isLeft(copied) ? copied : decode(copied.right, place)
}

export const nameOf = ({ field, whole }: Place): string => (field === '' ? whole : field)

export const inside = (place: Place, name: string | number): Place => ({
  ...place,
  field: place.field === '' ? String(name) : `${place.field}.${name}`,
})

/** Of a value that has to be there. */
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

/** Exactly these fields: one that is not named here is refused, so that a typing error is not a silent default. */
export const object = <const F extends Fields>(fields: F) =>
  // Each field holds what its own decoder made of it.
  fieldsOf(fields, false) as Decoder<DecodedFields<F>, FieldsInput<F>>

/** Any of these fields; one that was left out is absent from what is decoded, too. */
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
        // Mostly it is one of these, misspelt.
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

/** A key of the caller's is named only where it looks like a field: a refusal repeats nobody's text. */
const shown = (key: string, place: Place): string =>
  /^[A-Za-z]{1,40}$/.test(key) ? inside(place, key).field : nameOf(place)

/** Null stands for nothing, or nobody. */
export const orNull = <A, I>({ schema, decode }: Decoder<A, I>): Decoder<A | null, I | null> => ({
  schema: (limits) => ({ anyOf: [schema(limits), { type: 'null' }] }),
  decode: (value, place) => (value === null ? E.right(null) : decode(value, place)),
})

/** Null where it was left out. */
export const optional = <A, I>(decoder: Decoder<A, I>): Decoder<A | null, I | undefined> =>
  orElse<A | null, I>(decoder, null)

/** Null where it was left out, and where it is null. */
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

/** A text alone says it in short. */
export const textOr = <A, B, I, J>(short: Decoder<A, I>, whole: Decoder<B, J>): Decoder<A | B, I | J> => ({
  schema: (limits) => ({ anyOf: [short.schema(limits), whole.schema(limits)] }),
  decode: (value, place): Either<Wrong, A | B> =>
    typeof value === 'string' ? short.decode(value, place) : whole.decode(value, place),
})

/** A number, or the name of the limit that gives it. */
export type SizeLimit = keyof Limits | number
export const sizeOf = (size: SizeLimit, limits: Limits): number =>
  typeof size === 'number' ? size : limits[size]

/** At most so many items. */
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

/** Exactly one of these words. */
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
