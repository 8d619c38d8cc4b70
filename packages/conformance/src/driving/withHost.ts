import type { Storage } from '@colloquy/core/storage'
import type { Hosted, StorageUnderTest } from '../StorageUnderTest.ts'
import type { Places } from './Places.ts'
import { withPlaces } from './Places.ts'
import { value } from './results.ts'

/** Runs a test with a host, a storage on the host's database, and a second handle on it. */
export const withHost = (
  subject: StorageUnderTest,
  test: (host: Hosted, other: Storage, places: Places) => Promise<void>,
): (() => Promise<void>) =>
  withPlaces(subject, async (places) => {
    const at = places.place()
    const other = await places.open(at)
    await value(other.migrate)
    if (subject.hosted === undefined) throw new Error('this storage has no host')
    const host = await subject.hosted(at)
    await value(host.storage.migrate)
    try {
      await test(host, other, places)
    } finally {
      await host.storage.close()
      await host.close()
    }
  })
