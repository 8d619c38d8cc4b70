import { expect, test } from 'vitest'
import { inFolder } from '../support/durability/folder.ts'
import { freshSeed } from '../support/durability/random.ts'
import { race } from '../support/durability/racing.ts'

test('four processes write to one file: each command once, no gaps, and nothing is added to what is locked', () =>
  inFolder(async (folder) => {
    const seed = freshSeed()
    console.log(`race: seed ${seed}`)
    const raced = await race(folder, { processes: 4, commands: 1_200, seed })
    console.log('race:', JSON.stringify(raced))
    // The race took place.
    expect(raced.locks).toBeGreaterThan(0)
    expect(raced.busy).toBeGreaterThan(0)
  }))
