import type { Position, Recorded, Storage, StoreError, TenantId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'

/** A page of a tenant's log: all events after a position up to `upTo`, but for the one (at `upTo`) that can't be read. */
export type LogPage = {
  readonly events: ReadonlyArray<Recorded>
  readonly upTo: number
  readonly corrupt: number | null
}

/**
 * Reads a page of a tenant's log without skipping a position: a page ends before a gap. Where an event is corrupt, the
 * page ends with the position of just that event.
 */
export const readLog = async (
  storage: Storage,
  tenant: TenantId,
  after: number,
  limit: number,
): Promise<Either<StoreError, LogPage>> => {
  const read = await storage.read({ tenant, after: after as Position }, limit)()
  if (E.isRight(read)) {
    const events = read.right.filter((event, at) => event.position === after + 1 + at)
    return E.right({ events, upTo: after + events.length, corrupt: null })
  }
  if (read.left._tag !== 'Corrupt') return read
  if (limit === 1) return E.right({ events: [], upTo: after + 1, corrupt: after + 1 })
  return readLog(storage, tenant, after, Math.ceil(limit / 2))
}
