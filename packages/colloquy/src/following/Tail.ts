import type { Recorded, StoreError, TenantId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import { byTenant } from './byTenant.ts'
import { headsSince } from './headsSince.ts'
import { describe } from '../engine/Reason.ts'
import { kindOf } from '../engine/kindOf.ts'
import type { Some } from './Kept.ts'
import { kept } from './Kept.ts'
import { turn } from '../engine/timers.ts'
import { readLog } from './readLog.ts'
import { scheduleOf } from './Schedule.ts'
import { waitersOf } from './Waiters.ts'

/**
 * One reader of the log for the whole process. It hears of this process's commits at once, of others' by the
 * storage's hint, and looks once a second itself unless the storage promises to hint at every commit. Each tenant's
 * events pass in order of position, each once, none left out.
 */
export type Tail = {
  /** Begins to read. Whoever asks later only uses what runs already. */
  readonly start: () => void
  /** The position after which somebody who begins now hears everything. */
  readonly mark: (tenant: TenantId) => Promise<number>
  readonly head: (tenant: TenantId) => number
  /** Hears of each run of events of one tenant. What a listener throws is reported and hurts nobody. */
  readonly listen: (listener: (events: ReadonlyArray<Recorded>) => void) => () => void
  /** Hears that something may be new, perhaps for nothing. */
  readonly woken: (listener: () => void) => () => void
  /** Tells everybody to look: something may have become due. */
  readonly nudge: () => void
  /** Something may be committed soon that nobody will tell of: looks more often for a second. */
  readonly expect: () => void
  /** Some events after a position, none at the end; null where it lies too far back to go on from. */
  readonly after: (tenant: TenantId, position: number) => Promise<Either<StoreError, Some | null>>
  /** Answers as soon as the tenant's log is past a position, or the tail is closed. */
  readonly passed: (tenant: TenantId, position: number, give: (stop: () => void) => void) => Promise<void>
  readonly closed: () => boolean
  /** Does something when the tail closes, which waits for it. */
  readonly onClose: (stop: () => Promise<void>, subscription: object) => () => void
  /** The subscriptions that are open. */
  readonly subscriptions: () => Iterable<object>
  /** Ends what is read, all watches and all subscriptions of this process. */
  readonly close: () => Promise<void>
}

/** How many events of the past can be resumed from. */
export const reach = 10_000
const page = 500

export const tail = (engine: Engine): Tail => {
  const { storage } = engine
  const atHand = kept(reach)
  const delivered = new Map<TenantId, number>()
  const known = new Map<TenantId, number>()
  const reading = new Set<TenantId>()
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
    atHand.add(tenant, events)
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

  /** Reads what is new of a tenant, one page after another; one reader a tenant. */
  const pull = async (tenant: TenantId): Promise<void> => {
    if (reading.has(tenant) || !ready) return
    reading.add(tenant)
    try {
      for (;;) {
        const from = head(tenant)
        if (closed || from >= (known.get(tenant) ?? 0)) return
        const next = await readLog(storage, tenant, from, page)
        // Tried again at the next wake or poll; nothing is passed over.
        if (E.isLeft(next)) {
          schedule.retry()
          return report("can't read the log", describe(next.left))
        }
        const { events, corrupt, upTo } = next.right
        if (corrupt !== null) report('an event is passed over', `${tenant} at ${corrupt}: it can't be read`)
        if (upTo === from) return
        deliver(tenant, events, upTo)
        await turn()
      }
    } finally {
      reading.delete(tenant)
    }
  }

  const look = async (): Promise<void> => {
    if (looking || closed) return
    looking = true
    const heads = await storage.heads()
    looking = false
    if (E.isLeft(heads)) {
      schedule.retry()
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

  const schedule = scheduleOf(() => void look(), storage.capabilities.hintsAll === true)

  /** Events of this process need no reading where they follow what was delivered. */
  const hear = (events: ReadonlyArray<Recorded>): void => {
    if (!ready || closed) return
    for (const [tenant, own] of byTenant(events)) {
      const last = own.at(-1)?.position ?? 0
      known.set(tenant, Math.max(last, known.get(tenant) ?? 0))
      const from = head(tenant)
      const goesOn = own.every((event, at) => event.position === from + 1 + at)
      if (goesOn && !reading.has(tenant)) deliver(tenant, own, last)
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
    schedule.start()
    stops.push(
      engine.onCommitted(hear),
      // Perhaps it was no event but a part of a subscription that was freed, or a conversation that was released.
      storage.hint(() => void look().then(wakeAll)),
      schedule.stop,
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
      // Where nobody listens there is nothing to look for.
      if (begun !== null && !closed) schedule.expect()
    },
    after: async (tenant, position) => {
      start()
      await begun
      const end = head(tenant)
      if (position >= end) return E.right({ events: [], upTo: position })
      const here = atHand.after(tenant, position, page)
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
