import type { Decoder, JsonSchema } from '@colloquy/core/decoding'
import { decodeGiven, defaultLimits as limits, name, orNull, partial } from '@colloquy/core/decoding'
import type { Actor } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandNames, commands, isOnConversation } from '../src/session/commands/commands.ts'

type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** Whether a value is what a schema says: as much of JSON Schema as our decoders use. */
const fits = (schema: JsonSchema, value: Json): boolean => {
  if (schema.anyOf !== undefined && !schema.anyOf.some((each) => fits(each, value))) return false
  if (schema.enum !== undefined && !schema.enum.some((each) => each === value)) return false
  if (schema.type !== undefined && !isOf(schema.type, value)) return false
  if (typeof value === 'string') {
    const { maxLength = Infinity, pattern = '' } = schema
    return Array.from(value).length <= maxLength && new RegExp(pattern, 'u').test(value)
  }
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = schema
    return minimum <= value && value <= maximum
  }
  if (Array.isArray(value)) {
    const { items = {}, maxItems = Infinity } = schema
    return value.length <= maxItems && value.every((each: Json) => fits(items, each))
  }
  if (typeof value !== 'object' || value === null) return true
  const { properties = {}, required = [], additionalProperties = true, propertyNames = {} } = schema
  const entries = Object.entries(value)
  return (
    required.every((each) => Object.hasOwn(value, each)) &&
    entries.length <= (schema.maxProperties ?? Infinity) &&
    entries.every(([key, each]) => {
      const inner = properties[key] ?? additionalProperties
      return fits(propertyNames, key) && (typeof inner === 'boolean' ? inner : fits(inner, each))
    })
  )
}

const isOf = (type: NonNullable<JsonSchema['type']>, value: Json): boolean => {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type
  }
}

/** Not among them is what JSON Schema can't say: a day that no month has, and more bytes than characters. */
const scalar: ReadonlyArray<Json> = [
  ['', ' ', 'a', 'any name', '2026-01-01', '2026-02-28T10:00:00Z', 'ser\u200evice', '\u202ea', 'a\nb'],
  ['\u0085', 'x'.repeat(200), 'x'.repeat(201), 'x'.repeat(256), 'x'.repeat(limits.body + 1)],
  [0, 1, -1, 1.5, 253_402_300_800_000, true, false, null],
].flat()
const other: ReadonlyArray<Json> = [...scalar, [], {}, ['a'], { id: 'a' }]

/** Mostly what the schema says, and now and then something else in any place. */
const near = (schema: JsonSchema): fc.Arbitrary<Json> =>
  fc.oneof({ weight: 12, arbitrary: right(schema) }, { weight: 1, arbitrary: fc.constantFrom(...other) })

const right = (schema: JsonSchema): fc.Arbitrary<Json> => {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(near))
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'array': {
      const { items = {}, maxItems = 0 } = schema
      const long = near(items).map((item) => Array.from({ length: maxItems + 1 }, () => item))
      return fc.oneof(
        { weight: 9, arbitrary: fc.array(near(items), { maxLength: 3 }) },
        { weight: 1, arbitrary: long },
      )
    }
    case 'object': {
      const { properties, required = [], additionalProperties } = schema
      if (properties === undefined && typeof additionalProperties === 'object')
        return fc.dictionary(fc.constantFrom('a', 'b c', '', '\u202ea'), near(additionalProperties))
      const fields = Object.entries(properties ?? {}).map(([key, each]) =>
        fc
          .tuple(near(each), fc.integer({ min: 1, max: 20 }))
          .map(([value, chance]) =>
            chance > (required.includes(key) ? 1 : 8) ? [[key, value] as const] : [],
          ),
      )
      const unknown = fc.constantFrom([], [], [], [], [], [], [], [['unheardOf', 1] as const])
      return fc.tuple(unknown, ...fields).map((entries) => Object.fromEntries(entries.flat()) as Json)
    }
    default:
      return fc.constantFrom(...scalar.filter((each) => fits(schema, each)))
  }
}

const takes = (decoder: Decoder<unknown>, value: Json): boolean =>
  E.isRight(decodeGiven(decoder, value, { field: '', whole: 'input', limits }))

const decoders: ReadonlyArray<readonly [string, Decoder<unknown>]> = [
  ...commandNames.map((command) => [command, commands[command]] as const),
  ['any of some fields', partial({ name, nameOrNull: orNull(name) })],
]

describe('what a schema says is what its decoder takes', () => {
  test.each(decoders)('%s', (_, decoder) => {
    const schema = decoder.schema(limits)
    let taken = 0
    let refused = 0
    fc.assert(
      fc.property(near(schema), (value) => {
        const isTaken = takes(decoder, value)
        if (isTaken) taken += 1
        else refused += 1
        expect({ value, says: fits(schema, value) }).toEqual({ value, says: isTaken })
      }),
      { numRuns: 400 },
    )
    expect(Math.min(taken, refused)).toBeGreaterThan(20)
  })

  test.each(commandNames)('%s: its sample', (command) => {
    // Of an actor only the id is looked at.
    const sample = commands[command].sample({ id: 'anna' } as Actor) as { readonly [key: string]: Json }
    const input = isOnConversation(command) ? { conversationId: 'any', ...sample } : sample
    expect(takes(commands[command], input)).toBe(true)
    expect(fits(commands[command].schema(limits), input)).toBe(true)
    for (const field of Object.keys(input)) {
      const { [field]: _, ...less } = input
      expect([field, fits(commands[command].schema(limits), less)]).toEqual([
        field,
        takes(commands[command], less),
      ])
    }
  })
})
