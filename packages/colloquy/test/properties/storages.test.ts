import { sqlite } from '@colloquy/sqlite'
import { memory } from '@colloquy/core/memory'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { checkHistory } from '@colloquy/test-support/oracle/checkHistory'
import { batches, histories, made, parameters, patience } from '../../../core/test/properties/support.ts'

test('memory and SQLite answer alike, and as the events say, after every batch', {
  timeout: patience,
}, async () => {
  const property = fc.asyncProperty(histories(), batches, async (numbers, sizes) => {
    const database = new Database(':memory:')
    const file = sqlite({ database })
    expect(E.isRight(await file.migrate())).toBe(true)
    try {
      await checkHistory({
        storages: [memory(), file],
        history: made(numbers),
        batches: sizes,
        tally: new Map(),
      })
    } finally {
      await file.close()
      database.close()
    }
  })
  await fc.assert(property, parameters(12))
})
