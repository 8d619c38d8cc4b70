import { describe } from 'vitest'
import type { StorageUnderTest } from '../StorageUnderTest.ts'
import { advancing } from './advancing.ts'
import { holdingBack } from './holdingBack.ts'
import { leasing } from './leasing.ts'

/** Checkpoints of named subscriptions. */
export const checkpointing = (subject: StorageUnderTest): void => {
  describe('checkpoints', () => {
    leasing(subject)
    advancing(subject)
    holdingBack(subject)
  })
}
