import { test } from 'vitest'
import { inFolder } from '../support/durability/folder.ts'
import { kill } from '../support/durability/killing.ts'
import { freshSeed } from '../support/durability/random.ts'

test('what was acknowledged survives a process killed amid writing; the rest is there whole or not at all', () =>
  inFolder(async (folder) => {
    const seed = freshSeed()
    console.log(`kill: seed ${seed}`)
    console.log('kill:', JSON.stringify(await kill(folder, { kills: 4, seed, repeat: 20 })))
  }))
