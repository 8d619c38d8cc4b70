import type { ConversationId, Storage, StreamKey, TenantId } from '@colloquy/core/storage'
import { streamKey, unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'

/**
 * A storage where somebody else's transaction holds conversations of `acme` until it lets them go, as one on a server
 * knows it; what it keeps is kept by the real one. `waits`: how long a batch of one conversation waits for it, in
 * milliseconds.
 */
export const holding = (inner: Storage, waits = 0) => {
  const held = new Set<string>()
  const batches: Array<ReadonlyArray<string>> = []
  let underWay = 0
  let most = 0
  const isHeld = (stream: StreamKey): boolean => held.has(streamKey(stream))
  const key = (id: string): string =>
    streamKey({ tenant: 'acme' as TenantId, conversation: id as ConversationId })

  const commit: Storage['commit'] = (needs, settle) => async () => {
    batches.push(needs.map(({ stream }) => stream.conversation))
    underWay += 1
    most = Math.max(most, underWay)
    try {
      const [first, ...others] = new Map(needs.map(({ stream }) => [streamKey(stream), stream])).values()
      if (first !== undefined && others.length === 0) {
        const end = performance.now() + waits
        while (isHeld(first) && performance.now() < end) await pause(1)
        if (isHeld(first)) return E.left(unavailable('somebody else holds it', 50))
      }
      // As if over a network: others have their turn meanwhile.
      await pause(1)
      return await inner.commit(needs, (loaded) =>
        settle({
          held: isHeld,
          receipt: loaded.receipt,
          state: (stream) => {
            if (isHeld(stream)) throw new Error('looked at what somebody else holds')
            return loaded.state(stream)
          },
        }),
      )()
    } finally {
      underWay -= 1
    }
  }
  const storage: Storage = {
    ...inner,
    capabilities: { ...inner.capabilities, transaction: 'async', batch: 'tenant', lanes: 2 },
    commit,
  }
  return {
    storage,
    hold: (id: string) => void held.add(key(id)),
    release: (id: string) => void held.delete(key(id)),
    /** The conversations of each batch so far. */
    batches,
    /** How many batches were under way at the same time. */
    most: () => most,
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
