import { expect, test } from 'vitest'
import { withPlaces } from '../driving/Places.ts'
import { alike } from '../pairs/alike.ts'
import { somePairs, someTriples } from '../pairs/sample.ts'
import { candidates } from '../pairs/candidates.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

/** The seed of the sample; `COLLOQUY_SEED` repeats it. */
const seed = Number(process.env['COLLOQUY_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** A batch has the same result as its commands one after the other. The full run is a soak. */
export const pairing = (subject: StorageUnderTest): void => {
  const { durable, transaction } = subject.capabilities
  const [pairs, triples] = !durable ? [300, 150] : transaction === 'sync' ? [40, 20] : [20, 10]

  test(
    'commands in one batch come to the same as in turn, whichever two or three',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      const came = new Map<string, number>()
      for (const sequence of [...somePairs(seed, pairs), ...someTriples(seed, triples)])
        for (const what of await alike(storage, sequence)) came.set(what, (came.get(what) ?? 0) + 1)
      console.info(`together and in turn: COLLOQUY_SEED=${seed}, ${candidates.length} commands tried,`, came)
      expect(came.get('new')).toBeGreaterThan(pairs)
    }),
    900_000,
  )
}
