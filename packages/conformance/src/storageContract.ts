import { describe } from 'vitest'
import type { StorageUnderTest } from './StorageUnderTest.ts'
import { changing } from './subjects/changing.ts'
import { checkpointing } from './subjects/checkpointing.ts'
import { committing } from './subjects/committing.ts'
import { erasing } from './subjects/erasing.ts'
import { failing } from './subjects/failing.ts'
import { hosting } from './subjects/hosting.ts'
import { loading } from './subjects/loading.ts'
import { pairing } from './subjects/pairing.ts'
import { querying } from './subjects/querying.ts'
import { readingLog } from './subjects/readingLog.ts'
import { refolding } from './subjects/refolding.ts'
import { schema } from './subjects/schema.ts'
import { verifying } from './subjects/verifying.ts'
import { waking } from './subjects/waking.ts'
import { walking } from './subjects/walking.ts'

const parts = {
  writing: [
    schema,
    committing,
    pairing,
    changing,
    refolding,
    verifying,
    erasing,
    checkpointing,
    hosting,
    waking,
    failing,
  ],
  reading: [loading, querying, walking, readingLog],
} as const

/** A half of the contract: writing or reading. */
export type ContractPart = keyof typeof parts

/**
 * Registers, with vitest, every test that a storage has to pass for Colloquy to rely on it. Nothing is skipped: what
 * a storage declares in `capabilities` is what it is asked to do.
 *
 * @param part - One part, to run the parts in test files of their own; default both.
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
export const storageContract = (subject: StorageUnderTest, part?: ContractPart): void => {
  describe(`the storage contract: ${subject.name}`, () => {
    const registered = part === undefined ? [...parts.writing, ...parts.reading] : parts[part]
    for (const register of registered) register(subject)
  })
}
