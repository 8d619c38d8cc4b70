import type { Change, Rows, Storage, StreamKey } from '@colloquy/core/storage'
import { foldRows } from '@colloquy/core/engine'
import { memory } from '@colloquy/core/memory'
import { beforeAll, describe, expect, test } from 'vitest'
import { changed } from '../comparing/changed.ts'
import { zeta } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { writeChanges } from '../driving/writeChanges.ts'
import { office } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'
import { neighbour, rowChanges, stream } from './rowChanges.ts'

/** Row changes, written without knowing what they mean. */
export const changing = (subject: StorageUnderTest): void => {
  describe('changes', () => {
    let rows: Rows
    beforeAll(async () => {
      const storage = memory()
      await played(storage, office())
      rows = await written(storage, stream)
    })

    for (const [title, changes] of rowChanges) {
      test(
        title,
        withPlaces(subject, async ({ fresh }) => {
          const storage = await fresh()
          await played(storage, office())
          await write(storage, changes(rows))
          await holds(storage, changes(rows))
        }),
      )
    }

    const allOfThem = (): ReadonlyArray<Change> => rowChanges.flatMap(([, changes]) => changes(rows))

    test(
      'the same changes twice come to the same as once',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        await write(storage, allOfThem())
        await write(storage, allOfThem())
        await holds(storage, allOfThem())
      }),
    )

    test(
      'changes in one commit come to the same as each in its own',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        for (const change of allOfThem()) await write(storage, [change])
        await holds(storage, allOfThem())
      }),
    )

    test(
      'rows of another tenant with the same keys stay as they are',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const foreign: StreamKey = { ...stream, tenant: zeta }
        const refold = storage.refold(foreign, foldRows, false)
        expect(await value(refold)).toEqual([])
        await write(storage, [
          { _tag: 'patch', table: 'seat', where: stream, set: { headN: 99 } },
          { _tag: 'remove', table: 'message', where: stream },
          { _tag: 'remove', table: 'own', where: stream },
          { _tag: 'remove', table: 'term', where: stream },
          { _tag: 'remove', table: 'conversation', where: stream },
          { _tag: 'erase', ...stream, of: { what: 'conversation' } },
        ])
        expect(await value(refold)).toEqual([])
        const found = await value(storage.read({ stream: foreign, after: 0 }, 100))
        expect(JSON.stringify(found)).toContain('The same id in another house')
      }),
    )
  })
}

const write = (storage: Storage, changes: ReadonlyArray<Change>) =>
  writeChanges(storage, [stream, neighbour], changes)

/** The stored rows. */
const written = async (storage: Storage, key: StreamKey): Promise<Rows> =>
  foldRows(await value(storage.read({ stream: key, after: 0 }, 1000)))

/** Whether the stored rows of both streams equal these changes, compared by `refold`. */
const holds = async (storage: Storage, changes: ReadonlyArray<Change>): Promise<void> => {
  for (const key of [stream, neighbour]) {
    const expected = changed(await written(storage, key), key, changes)
    expect(await value(storage.refold(key, () => expected, false))).toEqual([])
  }
}
