import type { Recorded, Storage, Version } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { logOf, sameThroughout } from '../comparing/sameThroughout.ts'
import { cast } from '../driving/Cast.ts'
import { oneByOne, played, together } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { failure, value } from '../driving/results.ts'
import { Scene } from '../driving/Scene.ts'
import { settledOf } from '../driving/settledOf.ts'
import { one, posts, talk } from '../histories/talk.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const { cleo, cora } = cast

/** Faults in the events of a commit that a storage must detect. */
const spoils: ReadonlyArray<readonly [string, (events: ReadonlyArray<Recorded>) => ReadonlyArray<Recorded>]> =
  [
    ['whose version is taken', (events) => events.map((event) => ({ ...event, version: 1 as Version }))],
    [
      'that leaves a gap',
      (events) => events.map((event) => ({ ...event, version: (event.version + 1) as Version })),
    ],
    ['given twice', (events) => [...events, ...events.slice(-1)]],
  ]

/** Commits are atomic. */
export const writing = (subject: StorageUnderTest): void => {
  test(
    'writes events, rows and receipts together: what follows sees them',
    withPlaces(subject, async ({ fresh, reference }) => {
      const storage = await fresh()
      const compared = reference()
      expect(await oneByOne(storage, talk())).toEqual(await oneByOne(compared, talk()))
      await sameThroughout(storage, compared, [one.conversation])
      expect(await oneByOne(storage, talk())).toEqual(await oneByOne(compared, talk()))
    }),
  )

  test.each(spoils)('an event %s: an error, and nothing at all is written', async (_title, spoil) =>
    withPlaces(subject, async ({ fresh, reference }) => {
      const storage = await fresh()
      const compared = reference()
      await played(storage, talk())
      await played(compared, talk())
      const { needs, settled } = await settledOf(storage, posts('spoiled', 'one', 1))
      const before = await everything(storage)
      const found = await failure(
        storage.commit(needs, () => ({ ...settled, events: spoil(settled.events) })),
      )
      expect(found).not.toBeNull()
      expect(await everything(storage)).toBe(before)
      await sameThroughout(storage, compared, [one.conversation])
      // The failed commit does not block later ones.
      await played(storage, posts('after', 'one', 1))
    })(),
  )

  test(
    'a receipt that is taken: an error, and nothing at all is written',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      await played(storage, talk())
      const { needs, settled } = await settledOf(storage, posts('first', 'one', 1))
      await value(storage.commit(needs, () => settled))
      const next = await settledOf(storage, posts('second', 'one', 1))
      const before = await everything(storage)
      const taken = { ...next.settled, receipts: settled.receipts }
      expect(await failure(storage.commit(next.needs, () => taken))).not.toBeNull()
      expect(await everything(storage)).toBe(before)
    }),
  )

  test(
    'a command that is refused harms none beside it',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      await played(storage, talk())
      const scene = new Scene('mixed')
      scene.post(cleo, 'one', 'a', 'fine')
      scene.post(cora, 'one', 'b', 'not in it')
      scene.post(cleo, 'one', 'c', 'fine, too')
      const decided = await together(storage, scene.commands)
      expect(decided.map(E.isRight)).toEqual([true, false, true])
    }),
  )

  if (!subject.capabilities.durable) return
  test(
    'what was committed is there for another handle at once, and after this one is closed',
    withPlaces(subject, async ({ open, place, reference }) => {
      const at = place()
      const first = await open(at)
      await value(first.migrate)
      const second = await open(at)
      const compared = reference()
      await played(compared, talk())
      await played(first, talk())
      await sameThroughout(second, compared, [one.conversation])
      await first.close()
      await sameThroughout(await open(at), compared, [one.conversation])
      expect(await value((await open(at)).secret)).toBe(await value(second.secret))
    }),
  )
}

const everything = async (storage: Storage) =>
  JSON.stringify([await value(storage.heads), await logOf(storage), await value(storage.streams(null, 100))])
