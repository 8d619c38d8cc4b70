import type { Difference, Storage, StreamKey } from '@colloquy/core/storage'
import { foldRows } from '@colloquy/core/engine'
import { describe, expect, test } from 'vitest'
import { logOf } from '../comparing/sameThroughout.ts'
import { acme } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { nowhere, wrongingsOf } from '../driving/wrongings.ts'
import { writeChanges } from '../driving/writeChanges.ts'
import { office } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

/** The differences of some streams, and of rows without a stream; with `write` the latter are corrected. */
const verified = async (
  storage: Storage,
  streams: ReadonlyArray<StreamKey>,
  write: boolean,
): Promise<ReadonlyArray<Difference>> => {
  const found: Array<Difference> = []
  for (const stream of streams) found.push(...(await value(storage.refold(stream, foldRows, write))))
  return [...found, ...(await value(storage.strays(write)))]
}

const foldsOf = async (storage: Storage) => {
  const log = await logOf(storage)
  return (await value(storage.streams(null, 1000)))
    .filter(({ tenant }) => tenant === acme)
    .map((stream) => ({
      stream,
      rows: foldRows(log.filter(({ conversation }) => conversation === stream.conversation)),
    }))
}

/** Any corrupted row of the read model is reported. */
export const verifying = (subject: StorageUnderTest): void => {
  describe('verify', () => {
    test(
      'a row of any table added, moved, removed or changed in any column is named, and mended when asked',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const wrongings = wrongingsOf(await foldsOf(storage))
        for (const { title, streams, changes, named } of wrongings) {
          await writeChanges(storage, streams, changes)
          const found = await verified(storage, streams, false)
          for (const { stream, table, found: how, column } of named) {
            const one = found.find(
              (each) =>
                each.stream.conversation === stream.conversation &&
                each.table === table &&
                each.found === how &&
                (column === null || each.columns.includes(column)),
            )
            expect(one, `${title}: ${JSON.stringify(found)}`).toBeDefined()
          }
          if (streams.includes(nowhere)) {
            const known = await value(storage.streams(null, 1000))
            expect(known, title).toContainEqual(nowhere)
          }
          await verified(storage, streams, true)
          expect(await verified(storage, streams, false), title).toEqual([])
        }
        console.info(`${subject.name}: ${wrongings.length} wrong rows named and mended`)
        expect(await value(storage.streams(null, 1000))).not.toContainEqual(nowhere)
      }),
    )

    test(
      'rows of a conversation without events are found, and are gone when asked',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await writeChanges(
          storage,
          [nowhere],
          [
            { _tag: 'put', table: 'label', row: { ...nowhere, label: 'lost' } },
            {
              _tag: 'put',
              table: 'link',
              row: { ...nowhere, type: 'order', record: '1', customerVisible: true },
            },
          ],
        )
        const known = await value(storage.streams(null, 10))
        expect(known).toEqual([nowhere])
        const found = ['link extra', 'label extra']
        for (const write of [false, true]) {
          const differences = await value(storage.refold(nowhere, foldRows, write))
          expect(differences.map((one) => `${one.table} ${one.found}`)).toEqual(found)
        }
        expect(await value(storage.streams(null, 10))).toEqual([])
      }),
    )

    test(
      'there are no strays in what commits alone have written',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        expect(await value(storage.strays(false))).toEqual([])
        await played(storage, office())
        expect(await value(storage.strays(true))).toEqual([])
        expect(await value(storage.strays(false))).toEqual([])
      }),
    )
  })
}
