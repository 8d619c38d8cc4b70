import { newDatabase } from '@colloquy/test-support/databases'
import { expect, inject, test } from 'vitest'
import { freshSeed } from '../../../colloquy/test/support/durability/random.ts'
import { race } from '../support/durability/racing.ts'

test('processes write to one database: each command once, no gaps, and a follower that dies misses nothing', async () => {
  const database = await newDatabase(inject('postgresUrl'))
  const seed = freshSeed()
  console.log(`race: seed ${seed}`)
  const raced = await race(database.url, { processes: 3, commands: 600, seed })
  console.log('race:', JSON.stringify(raced))
  // The race took place.
  expect(raced.locks).toBeGreaterThan(0)
  expect(raced.undone).toBeGreaterThan(0)
  expect(raced.inTransactions).toBeGreaterThan(0)
  expect(raced.restarts).toBeGreaterThan(0)
  await database.drop()
})
