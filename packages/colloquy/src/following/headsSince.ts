import type { TenantId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import { describe } from '../engine/Reason.ts'
import { pauseUnheld } from '../engine/timers.ts'

/**
 * The head of each tenant's log at the time of the call. Events that this process commits while the query runs count as
 * later, so that a consumer that starts now misses none. Null where it was stopped meanwhile.
 */
export const headsSince = async (
  engine: Engine,
  stopped: () => boolean,
): Promise<ReadonlyMap<TenantId, number> | null> => {
  const first = new Map<TenantId, number>()
  const stop = engine.onCommitted((events) => {
    for (const { tenant, position } of events) {
      if (position !== null && !first.has(tenant)) first.set(tenant, position)
    }
  })
  try {
    for (let wait = 50; ; wait = Math.min(wait * 2, 2000)) {
      const heads = await engine.storage.heads()
      if (E.isRight(heads)) {
        return new Map(
          heads.right.map(({ tenant, head }) => [
            tenant,
            Math.min(head, (first.get(tenant) ?? Infinity) - 1),
          ]),
        )
      }
      engine.log({ level: 'error', what: "following: can't ask for heads", detail: describe(heads.left) })
      if (stopped()) return null
      await pauseUnheld(wait)
    }
  } finally {
    stop()
  }
}
