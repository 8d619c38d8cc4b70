import { newDatabase } from '@colloquy/test-support/databases'
import { expect, inject, test } from 'vitest'
import { freshSeed } from '../../../colloquy/test/support/durability/random.ts'
import { holdCommits } from '../support/durability/ordering.ts'

test('whoever follows misses nothing that commits late, and hears all in the order of the log', async () => {
  const database = await newDatabase(inject('postgresUrl'))
  const seed = freshSeed()
  console.log(`order: seed ${seed}`)
  const ordered = await holdCommits(database.url, { rounds: 6, posts: 50, seed })
  console.log('order:', JSON.stringify(ordered))
  expect(ordered.held).toBeGreaterThan(ordered.rolledBack)
  await database.drop()
})
