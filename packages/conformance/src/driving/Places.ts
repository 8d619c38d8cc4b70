import type { Storage } from '@colloquy/core/storage'
import { memory } from '@colloquy/core/memory'
import { office } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'
import { played } from './drive.ts'
import { value } from './results.ts'

/** Opens storages for one test, and closes them when it ends. */
export type Places = {
  /** The name of a new place. */
  readonly place: () => string
  /** Opens a place; a second time fails on a storage that is not durable. */
  readonly open: (place: string) => Promise<Storage>
  /** A migrated storage at a new place. */
  readonly fresh: () => Promise<Storage>
  /** A new reference storage, to get the same commands. */
  readonly reference: () => Storage
  /** The reference storage with the history `office`: shared by all tests, so for reading only. */
  readonly officeReference: () => Promise<Storage>
}

let count = 0
let toldOffice: Promise<Storage> | null = null

const tellOffice = async (): Promise<Storage> => {
  const storage = memory()
  await played(storage, office())
  return storage
}

/** Runs a test with storages, and closes them whatever its outcome. */
export const withPlaces =
  (subject: StorageUnderTest, test: (places: Places) => Promise<void>) => async (): Promise<void> => {
    const opened: Array<Storage> = []
    const place = (): string => `place-${process.pid}-${(count += 1)}`
    const open = async (at: string): Promise<Storage> => {
      const storage = await subject.open(at)
      opened.push(storage)
      return storage
    }
    const fresh = async (): Promise<Storage> => {
      const storage = await open(place())
      await value(storage.migrate)
      return storage
    }
    try {
      await test({
        place,
        open,
        fresh,
        reference: () => memory(),
        officeReference: () => (toldOffice ??= tellOffice()),
      })
    } finally {
      for (const storage of opened) await storage.close()
    }
  }
