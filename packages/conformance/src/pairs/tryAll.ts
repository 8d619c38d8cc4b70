import type { Storage } from '@colloquy/core'
import { alike } from './alike.ts'
import { allPairs, somePairs, someTriples } from './sample.ts'

/** How much is tried: every pair where there are as many. */
export type Size = { readonly pairs: number; readonly triples: number }
export const everyPair: Size = { pairs: allPairs.length, triples: 2_000 }

/** Tries pairs and sequences of three on a storage, and throws at the end, with the first few that are not alike. */
export const tryAll = async (
  fresh: () => Promise<Storage>,
  { pairs, triples }: Size,
  seed: number,
): Promise<object> => {
  const came: Record<string, number> = {}
  const differing: Array<string> = []
  let storage = await fresh()
  let count = 0
  for (const tried of [...somePairs(seed, pairs), ...someTriples(seed, triples)]) {
    // A storage that holds thousands of worlds answers for none of them as quickly.
    if ((count += 1) % 500 === 0) {
      await storage.close()
      storage = await fresh()
    }
    try {
      for (const what of await alike(storage, tried)) came[what] = (came[what] ?? 0) + 1
    } catch (error) {
      differing.push(error instanceof Error ? error.message : String(error))
    }
  }
  await storage.close()
  if (differing.length > 0)
    throw new Error(`${differing.length} differ\n${differing.slice(0, 10).join('\n\n')}`)
  return { pairs, triples, came }
}
