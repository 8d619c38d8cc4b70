import { describe, expect, test } from 'vitest'
import { withPlaces } from '../driving/Places.ts'
import { failure, value } from '../driving/results.ts'
import { cast } from '../driving/Cast.ts'
import { viewerOf } from '@colloquy/core/storage'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

/** The schema and the secret, each created once. */
export const schema = (subject: StorageUnderTest): void => {
  const { capabilities } = subject
  describe('the schema', () => {
    test(
      'capabilities are as declared, and each has what the contract needs to run it',
      withPlaces(subject, async ({ fresh }) => {
        expect((await fresh()).capabilities).toEqual(capabilities)
        expect(capabilities.transaction === null || subject.hosted !== undefined).toBe(true)
      }),
    )

    test(
      'migrating answers the version needed, and again does nothing',
      withPlaces(subject, async ({ open, place }) => {
        const storage = await open(place())
        const version = await value(storage.migrate)
        expect(await value(storage.migrate)).toBe(version)
        expect(await value(storage.schema)).toEqual({ found: version, needed: version })
        expect(version).toBeGreaterThan(0)
      }),
    )

    test(
      'what an operator should know is said in sentences, the same again',
      withPlaces(subject, async ({ fresh }) => {
        const { advice } = await fresh()
        const said = advice === undefined ? [] : await value(advice)
        expect(said.filter((each) => each.trim() === '')).toEqual([])
        expect(advice === undefined ? [] : await value(advice)).toEqual(said)
      }),
    )

    test(
      'migrating many times at once comes to one schema',
      withPlaces(subject, async ({ open, place }) => {
        const at = place()
        const first = await open(at)
        const handles = capabilities.durable ? [first, await open(at), await open(at)] : [first, first, first]
        const versions = await Promise.all(handles.map((storage) => value(storage.migrate)))
        expect(new Set(versions).size).toBe(1)
        const secrets = await Promise.all(handles.map((storage) => value(storage.secret)))
        expect(new Set(secrets).size).toBe(1)
      }),
    )

    test(
      'the secret is 32 bytes in hex, made once, and not the same elsewhere',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const secret = await value(storage.secret)
        expect(secret).toMatch(/^[0-9a-f]{64}$/u)
        expect(await value(storage.secret)).toBe(secret)
        expect(await value((await fresh()).secret)).not.toBe(secret)
      }),
    )

    if (!capabilities.durable) return
    test(
      'looking for the schema changes nothing: there is none before migrating, however often one looks',
      withPlaces(subject, async ({ open, place }) => {
        const at = place()
        const storage = await open(at)
        const { found, needed } = await value(storage.schema)
        expect(found).toBe(0)
        expect(needed).toBeGreaterThan(0)
        expect(await value((await open(at)).schema)).toEqual({ found, needed })
      }),
    )

    test(
      'without a schema every other call answers an error, and none throws',
      withPlaces(subject, async ({ open, place }) => {
        const storage = await open(place())
        const viewer = viewerOf(cast.anna, { indicatorScope: 'mine' })
        const found = [await failure(storage.query({ _tag: 'Head' }, viewer)), await failure(storage.heads)]
        expect(found).not.toContain(null)
      }),
    )
  })
}
