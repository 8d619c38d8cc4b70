import type { Position, Recorded, Storage, StoreError, StreamKey, TenantId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import { describe } from '../engine/Reason.ts'
import { pauseUnheld } from '../engine/timers.ts'

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

/** The events that have a position already, of each tenant in their order. */
export const byTenant = (events: ReadonlyArray<Recorded>): ReadonlyMap<TenantId, ReadonlyArray<Recorded>> => {
  const found = new Map<TenantId, Array<Recorded>>()
  for (const event of events) {
    // Inside a host's transaction some storages assign positions at commit: these events come by the log.
    if (event.position === null) continue
    const own = found.get(event.tenant)
    if (own === undefined) found.set(event.tenant, [event])
    else own.push(event)
  }
  return found
}

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

/**
 * The conversation of a corrupt event. The log cannot tell which it is, so every conversation is read up to that
 * position: slow, but rare. Null where none is corrupt.
 */
export const findCorrupt = async (
  storage: Storage,
  tenant: TenantId,
  position: number,
): Promise<StreamKey | null> => {
  let last: StreamKey | null = null
  for (;;) {
    const streams: Awaited<ReturnType<ReturnType<Storage['streams']>>> = await storage.streams(last, 500)()
    if (E.isLeft(streams)) return null
    for (const stream of streams.right) {
      if (stream.tenant === tenant && (await isCorruptAt(storage, stream, position))) return stream
    }
    const end = streams.right.at(-1)
    if (end === undefined) return null
    last = end
  }
}

/** Whether the stream has a corrupt event at that position of the log. */
const isCorruptAt = async (storage: Storage, stream: StreamKey, position: number): Promise<boolean> => {
  for (let after = 0; ; after += 1) {
    const read = await storage.read({ stream, after }, 1)()
    if (E.isLeft(read)) return read.left._tag === 'Corrupt'
    const [event] = read.right
    if (event === undefined || (event.position ?? 0) > position) return false
  }
}
