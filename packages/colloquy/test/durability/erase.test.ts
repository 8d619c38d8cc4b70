import { test } from 'vitest'
import { eraseSomebody } from '../support/durability/erasing.ts'
import { inFolder } from '../support/durability/folder.ts'
import { someConversations } from '../support/durability/star.ts'

test('of an erased customer no byte is left in any file nor a word in the index, and all else is as it was', () =>
  inFolder(async (folder) => {
    const figures = await eraseSomebody(folder, await someConversations(), { viewers: 40, searches: 30 })
    console.log('erase:', JSON.stringify(figures))
  }))
