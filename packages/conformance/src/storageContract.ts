import { describe } from 'vitest'
import type { StorageUnderTest } from './StorageUnderTest.ts'
import { asking } from './subjects/asking.ts'
import { changing } from './subjects/changing.ts'
import { checkpointing } from './subjects/checkpointing.ts'
import { committing } from './subjects/committing.ts'
import { erasing } from './subjects/erasing.ts'
import { failing } from './subjects/failing.ts'
import { hosting } from './subjects/hosting.ts'
import { loading } from './subjects/loading.ts'
import { pairing } from './subjects/pairing.ts'
import { reading } from './subjects/reading.ts'
import { refolding } from './subjects/refolding.ts'
import { schema } from './subjects/schema.ts'
import { verifying } from './subjects/verifying.ts'
import { waking } from './subjects/waking.ts'
import { walking } from './subjects/walking.ts'

const subjects = [
  schema,
  committing,
  pairing,
  changing,
  loading,
  asking,
  walking,
  reading,
  refolding,
  verifying,
  erasing,
  checkpointing,
  hosting,
  waking,
  failing,
]

/**
 * Registers, with vitest, every test that a storage has to pass for Colloquy to rely on it. Nothing is skipped: what
 * a storage declares in `capabilities` is what it is asked to do.
 *
 * @example check
 * import { storageContract } from '@colloquy/conformance'
 * import { memory } from '@colloquy/core/memory'
 *
 * storageContract({
 *   name: 'memory',
 *   capabilities: { transaction: null, batch: 'store', durable: false },
 *   open: () => memory(),
 * })
 */
export const storageContract = (subject: StorageUnderTest): void => {
  describe(`the storage contract: ${subject.name}`, () => {
    for (const register of subjects) register(subject)
  })
}
