import { expect, test } from 'vitest'
import { cutCopies } from '../support/durability/cutting.ts'
import { inFolder } from '../support/durability/folder.ts'
import { freshSeed } from '../support/durability/random.ts'

test('a copy taken at any moment, its journal cut or damaged, holds the beginning of the log and nothing half', () =>
  inFolder(async (folder) => {
    const seed = freshSeed()
    console.log(`cut: seed ${seed}`)
    const cut = await cutCopies(folder, { copies: 20, seed })
    console.log('cut:', JSON.stringify(cut))
    // The damage was done.
    expect(cut.shorter).toBeGreaterThan(0)
  }))
