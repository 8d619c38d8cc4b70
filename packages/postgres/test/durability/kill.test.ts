import { newDatabase } from '@colloquy/test-support/databases'
import { inject, test } from 'vitest'
import { freshSeed } from '../../../colloquy/test/support/durability/random.ts'
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
