import { newDatabase } from '@colloquy/test-support/databases'
import { expect, inject, test } from 'vitest'
import { freshSeed } from '../../../colloquy/test/support/durability/random.ts'
import { freezeWriters } from '../support/durability/freezing.ts'
import { killServer, killWriters } from '../support/durability/killing.ts'

test('what was acknowledged survives a server killed amid writing, and every command is there once or not at all', async () => {
  const seed = freshSeed()
  console.log(`kill: seed ${seed}`)
  console.log('kill:', JSON.stringify(await killServer({ kills: 2, seed })))
})

test('a process killed amid its transactions leaves nothing half, and others go on', async () => {
  const database = await newDatabase(inject('postgresUrl'))
  const seed = freshSeed()
  console.log(`kill writers: seed ${seed}`)
  console.log('kill writers:', JSON.stringify(await killWriters(database.url, { kills: 2, seed })))
  await database.drop()
})

test('a process that stands still, amid a transaction too, holds up nobody elsewhere, and others not for long', async () => {
  const database = await newDatabase(inject('postgresUrl'))
  const seed = freshSeed()
  console.log(`frozen: seed ${seed}`)
  const frozen = await freezeWriters(database.url, { freezes: 4, seed })
  console.log('frozen:', JSON.stringify(frozen))
  // As long as the process stood still would be 800 ms.
  expect(frozen.elsewhere).toBeLessThan(400)
  await database.drop()
})
