import type { Storage } from '@colloquy/core/storage'
import { memory } from '@colloquy/core/memory'
import { office } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'
import { played } from './drive.ts'
import { value } from './results.ts'

/** Opens storages for one test, and closes them when it ends. */
export type Places = {
  /** A fresh place's name. */
  readonly place: () => string
  /** A handle on a place; `again` on a storage that is not durable fails. */
  readonly open: (place: string) => Promise<Storage>
  /** A migrated storage at a fresh place. */
  readonly fresh: () => Promise<Storage>
  /** The reference, to be told the same. */
  readonly reference: () => Storage
  /** The reference that was told of the office: one for all tests, so only to be asked. */
  readonly officeReference: () => Promise<Storage>
}

let count = 0
let toldOffice: Promise<Storage> | null = null

const tellOffice = async (): Promise<Storage> => {
  const storage = memory()
  await played(storage, office())
  return storage
}

/** Runs a test that opens storages, and closes them whatever comes of it. */
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
