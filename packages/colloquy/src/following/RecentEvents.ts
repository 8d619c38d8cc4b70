import type { Recorded, TenantId } from '@colloquy/core/storage'

/** A ring buffer of the newest events of all tenants, for watches that resume. A tenant's positions have no gaps. */
export type RecentEvents = {
  /** Adds events that follow those of their tenant; the oldest of all tenants are evicted. */
  readonly add: (tenant: TenantId, events: ReadonlyArray<Recorded>) => void
  /** The tenant's events after a position, up to `upTo`; null where some of them are not in the buffer. */
  readonly after: (tenant: TenantId, position: number, most: number) => LogSlice | null
}

export type LogSlice = { readonly events: ReadonlyArray<Recorded>; readonly upTo: number }

/** `gone`: how many of the list were evicted; `first`: the position of the list's first entry. */
type Run = { first: number; list: Array<Recorded | null>; gone: number }

export const recentEvents = (capacity: number): RecentEvents => {
  const runs = new Map<TenantId, Run>()
  /** Tenants in the order in which their events are evicted. */
  let order: Array<TenantId> = []
  let forgotten = 0

  const forgetOne = (): void => {
    const tenant = order[forgotten]
    const run = tenant === undefined ? undefined : runs.get(tenant)
    forgotten += 1
    if (tenant === undefined || run === undefined) return
    run.list[run.gone] = null
    run.gone += 1
    if (run.gone === run.list.length) runs.delete(tenant)
    else if (run.gone > 1000 && run.gone * 2 > run.list.length) {
      run.list = run.list.slice(run.gone)
      run.first += run.gone
      run.gone = 0
    }
    if (forgotten > capacity) {
      order = order.slice(forgotten)
      forgotten = 0
    }
  }

  const keep = (tenant: TenantId, run: Run, event: Recorded | null): void => {
    run.list.push(event)
    order.push(tenant)
    if (order.length - forgotten > capacity) forgetOne()
  }

  return {
    add: (tenant, events) => {
      for (const event of events) {
        const position = event.position ?? 0
        const run = runs.get(tenant) ?? { first: position, list: [], gone: 0 }
        runs.set(tenant, run)
        // A corrupt event takes an empty place.
        while (run.first + run.list.length < position) keep(tenant, run, null)
        keep(tenant, run, event)
      }
    },
    after: (tenant, position, most) => {
      const run = runs.get(tenant)
      if (run === undefined || position + 1 < run.first + run.gone) return null
      const start = position + 1 - run.first
      const some = run.list.slice(start, start + most)
      return { events: some.filter((event) => event !== null), upTo: position + some.length }
    },
  }
}
