import type { Storage } from '@colloquy/core/storage'
import { alike } from '@colloquy/conformance/pairs/alike'
import { allPairs, somePairs, someTriples } from '@colloquy/conformance/pairs/sample'

/** The size of a sample, at most every pair. */
export type Size = { readonly pairs: number; readonly triples: number }
export const everyPair: Size = { pairs: allPairs.length, triples: 2_000 }

// A storage with thousands of worlds gets slow.
const onOneStorage = 500
// Sequences run concurrently, to overlap waiting with comparing; each has its own tenants.
const atOnce = 4

/** Runs pairs and sequences of three on storages, and throws at the end with the first differences. */
export const tryAll = async (
  fresh: () => Promise<Storage>,
  { pairs, triples }: Size,
  seed: number,
): Promise<object> => {
  const came: Record<string, number> = {}
  const differing: Array<string> = []
  const left = [...somePairs(seed, pairs), ...someTriples(seed, triples)]
  while (left.length > 0) {
    const storage = await fresh()
    const next = left.splice(0, onOneStorage)
    const lane = async (): Promise<void> => {
      for (let sequence = next.pop(); sequence !== undefined; sequence = next.pop()) {
        try {
          for (const what of await alike(storage, sequence)) came[what] = (came[what] ?? 0) + 1
        } catch (error) {
          differing.push(error instanceof Error ? error.message : String(error))
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    await storage.close()
  }
  if (differing.length > 0)
    throw new Error(`${differing.length} differ\n${differing.slice(0, 10).join('\n\n')}`)
  return { pairs, triples, came }
}
