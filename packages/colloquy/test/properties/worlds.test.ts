import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { patience } from '../../../core/test/properties/support.ts'
import { lookAlike } from '../../../core/test/properties/twoWorlds.ts'
import { storageNames, storages } from '../support/open.ts'

// The in-memory storage has its own, longer test in core.
describe.each(storageNames.filter((name) => name !== 'memory'))('%s', (name) => {
  test('two histories that differ in what customers may not see look alike to them', {
    timeout: patience,
  }, async () => {
    const opened: Array<{ readonly close: () => Promise<unknown> }> = []
    const create = async () => {
      // One history at a time: what the last one left is closed before the next begins.
      if (opened.length === 2) for (const storage of opened.splice(0)) await storage.close()
      const storage = await storages[name]()
      expect(E.isRight(await storage.migrate())).toBe(true)
      opened.push(storage)
      return storage
    }
    await lookAlike(create, 3)
    for (const storage of opened) await storage.close()
  })
})
