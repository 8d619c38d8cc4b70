import { newDatabase } from '@colloquy/test-support/databases'
import { expect, inject, test } from 'vitest'
import { freshSeed } from '../../../colloquy/test/support/durability/random.ts'
import { breakConnections } from '../support/durability/breaking.ts'

test('however a connection breaks around a commit, a command comes to one event, and its receipt is found again', async () => {
  const database = await newDatabase(inject('postgresUrl'))
  const seed = freshSeed()
  console.log(`proxy: seed ${seed}`)
  const broken = await breakConnections(database.url, { breaks: 40, seed })
  console.log('proxy:', JSON.stringify(broken))
  expect(broken.harms.inside).toBeGreaterThan(0)
  expect(broken.atOnce / broken.commands).toBeGreaterThan(0.8)
  await database.drop()
})
