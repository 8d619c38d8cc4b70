import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { freshSeed } from '../../../colloquy/test/support/durability/random.ts'
import { crossOver, holdOpen, idleElsewhere } from '../support/durability/hosting.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
})
afterEach(() => database.drop())

test('while a host sleeps inside its transaction others of the tenant go on, and those it holds up wait for it', async () => {
  const held = await holdOpen(database.url, 2)
  console.log('host:', JSON.stringify(held))
  // Far from what the host takes; how near to nothing, the soak tells on a machine at rest.
  expect(held.meanwhile.worst).toBeLessThan(500)
  expect(held.together.worst).toBeLessThan(500)
})

test('a transaction that idles in another database of the server holds nobody up', async () => {
  console.log('elsewhere:', JSON.stringify(await idleElsewhere(database.url, inject('postgresUrl'))))
})

test('a host that takes conversations in another order than we do is never the victim of a deadlock', async () => {
  const seed = freshSeed()
  console.log(`crossed: seed ${seed}`)
  const crossed = await crossOver(database.url, { transactions: 60, seed })
  console.log('crossed:', JSON.stringify(crossed))
  expect(crossed.posts).toBeGreaterThan(0)
})
