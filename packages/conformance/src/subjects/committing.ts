import { describe } from 'vitest'
import type { StorageUnderTest } from '../StorageUnderTest.ts'
import { batching } from './batching.ts'
import { contending } from './contending.ts'
import { numbering } from './numbering.ts'
import { retrying } from './retrying.ts'
import { writing } from './writing.ts'

/** Committing batches of commands. */
export const committing = (subject: StorageUnderTest): void => {
  describe('commit', () => {
    for (const register of [writing, numbering, batching, contending, retrying]) register(subject)
  })
}
