import type { Recorded, StoreError, TenantId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import { byTenant, headsSince, readLog } from './log.ts'
import { describe } from '../engine/Reason.ts'
import { kindOf } from '../engine/kindOf.ts'
import type { LogSlice } from './RecentEvents.ts'
import { recentEvents } from './RecentEvents.ts'
import { turn } from '../engine/timers.ts'
import { polling } from './Polling.ts'
import { waitersOf } from './Waiters.ts'

/**
 * One reader of the log for the whole process. It gets this process's commits at once and is notified of others' by the
 * storage's hints (LISTEN/NOTIFY, file changes); it also polls once a second, or each 30 seconds where the storage hints
 * at every commit. Each tenant's events pass in order of position, exactly once, without gaps.
 */
export type Tail = {
  /** Starts reading, once for the process. */
  readonly start: () => void
  /** The position after which a consumer that starts now gets every event. */
  readonly mark: (tenant: TenantId) => Promise<number>
  readonly head: (tenant: TenantId) => number
  /** Calls a listener with each run of one tenant's events; what it throws is reported to `log`. */
  readonly listen: (listener: (events: ReadonlyArray<Recorded>) => void) => () => void
  /** Calls a listener when there may be new events; it may be woken in vain. */
  readonly woken: (listener: () => void) => () => void
  /** Wakes every consumer: a retry may have become due. */
  readonly nudge: () => void
  /** A host's transaction may commit soon, without a hint: polls more often for a second. */
  readonly expect: () => void
  /** A page of events after a position, empty at the end; null where it is too far behind to resume from. */
  readonly after: (tenant: TenantId, position: number) => Promise<Either<StoreError, LogSlice | null>>
  /** Resolves when the tenant's log is past a position, or the tail is closed. */
  readonly passed: (tenant: TenantId, position: number, give: (stop: () => void) => void) => Promise<void>
  readonly closed: () => boolean
  /** Registers work for `close`, which awaits it. */
  readonly onClose: (stop: () => Promise<void>, subscription: object) => () => void
  /** The subscriptions that are open. */
  readonly subscriptions: () => Iterable<object>
  /** Ends what is read, all watches and all subscriptions of this process. */
  readonly close: () => Promise<void>
}

/** How far behind a watch may resume, in events. */
export const reach = 10_000
const page = 500

export const tail = (engine: Engine): Tail => {
  const { storage } = engine
  const recent = recentEvents(reach)
  const delivered = new Map<TenantId, number>()
  const known = new Map<TenantId, number>()
  const pulling = new Set<TenantId>()
  const listeners = new Set<(events: ReadonlyArray<Recorded>) => void>()
  const wakes = new Set<() => void>()
  const waiters = waitersOf()
  const stops: Array<() => void> = []
  const closing = new Map<object, () => Promise<void>>()
  let begun: Promise<ReadonlyMap<TenantId, number>> | null = null
  let ready = false
  let closed = false
  let looking = false

  const head = (tenant: TenantId): number => delivered.get(tenant) ?? 0

  const report = (what: string, detail: string): void =>
    engine.log({ level: 'error', what: `following: ${what}`, detail })

  const deliver = (tenant: TenantId, events: ReadonlyArray<Recorded>, upTo: number): void => {
    delivered.set(tenant, upTo)
    recent.add(tenant, events)
    for (const listener of listeners) {
      try {
        listener(events)
      } catch (error) {
        report('a listener failed', kindOf(error))
      }
    }
    waiters.wake(tenant)
  }

  const wakeAll = (): void => {
    for (const wake of wakes) wake()
  }

  /** Reads a tenant's new events page by page; one reader for each tenant at a time. */
  const pull = async (tenant: TenantId): Promise<void> => {
    if (pulling.has(tenant) || !ready) return
    pulling.add(tenant)
    try {
      for (;;) {
        const from = head(tenant)
        if (closed || from >= (known.get(tenant) ?? 0)) return
        const next = await readLog(storage, tenant, from, page)
        // Retried at the next hint or poll; no event is skipped.
        if (E.isLeft(next)) {
          polls.retry()
          return report("can't read the log", describe(next.left))
        }
        const { events, corrupt, upTo } = next.right
        if (corrupt !== null) report('an event is passed over', `${tenant} at ${corrupt}: it can't be read`)
        if (upTo === from) return
        deliver(tenant, events, upTo)
        await turn()
      }
    } finally {
      pulling.delete(tenant)
    }
  }

  const look = async (): Promise<void> => {
    if (looking || closed) return
    looking = true
    const heads = await storage.heads()
    looking = false
    if (E.isLeft(heads)) {
      polls.retry()
      return report("can't ask for heads", describe(heads.left))
    }
    let moved = false
    for (const { tenant, head: end } of heads.right) {
      if (end <= head(tenant)) continue
      moved = true
      known.set(tenant, Math.max(end, known.get(tenant) ?? 0))
      void pull(tenant)
    }
    if (moved) wakeAll()
  }

  const polls = polling(() => void look(), storage.capabilities.hintsAll === true)

  /** Events of this process are delivered without reading the log where they follow the last delivered one. */
  const hear = (events: ReadonlyArray<Recorded>): void => {
    if (!ready || closed) return
    for (const [tenant, own] of byTenant(events)) {
      const last = own.at(-1)?.position ?? 0
      known.set(tenant, Math.max(last, known.get(tenant) ?? 0))
      const from = head(tenant)
      const goesOn = own.every((event, at) => event.position === from + 1 + at)
      if (goesOn && !pulling.has(tenant)) deliver(tenant, own, last)
      else void pull(tenant)
    }
    wakeAll()
  }

  const start = (): void => {
    if (begun !== null || closed) return
    begun = headsSince(engine, () => closed).then((found) => {
      const heads = found ?? new Map<TenantId, number>()
      for (const [tenant, end] of heads) delivered.set(tenant, end)
      ready = true
      void look()
      return heads
    })
    polls.start()
    stops.push(
      engine.onCommitted(hear),
      // A hint may also mean that a slot of a subscription was freed, or that a parked conversation was released.
      storage.hint(() => void look().then(wakeAll)),
      polls.stop,
    )
  }

  return {
    start,
    mark: async (tenant) => {
      start()
      if (ready) return head(tenant)
      return (await begun)?.get(tenant) ?? 0
    },
    head,
    listen: (listener) => {
      start()
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    woken: (listener) => {
      start()
      wakes.add(listener)
      return () => void wakes.delete(listener)
    },
    nudge: wakeAll,
    expect: () => {
      // Without a consumer there is nothing to poll for.
      if (begun !== null && !closed) polls.expect()
    },
    after: async (tenant, position) => {
      start()
      await begun
      const end = head(tenant)
      if (position >= end) return E.right({ events: [], upTo: position })
      const here = recent.after(tenant, position, page)
      if (here !== null) return E.right(here)
      if (end - position > reach) return E.right(null)
      return readLog(storage, tenant, position, Math.min(page, end - position))
    },
    passed: (tenant, position, give) =>
      new Promise((resolve) => {
        if (closed || head(tenant) > position) return resolve()
        const leave = waiters.add(tenant, resolve)
        give(() => {
          leave()
          resolve()
        })
      }),
    closed: () => closed,
    onClose: (stop, subscription) => {
      closing.set(subscription, stop)
      return () => void closing.delete(subscription)
    },
    subscriptions: () => closing.keys(),
    close: async () => {
      closed = true
      for (const stop of stops) stop()
      waiters.wakeAll()
      listeners.clear()
      wakes.clear()
      await Promise.all(Array.from(closing.values(), (stop) => stop()))
    },
  }
}
