import type { TenantId } from '@colloquy/core/storage'

/** Callbacks that wait for new events in a tenant's log; each is called once. */
export type Waiters = {
  /** Returns the function that removes the callback. */
  readonly add: (tenant: TenantId, wake: () => void) => () => void
  readonly wake: (tenant: TenantId) => void
  readonly wakeAll: () => void
}

export const waitersOf = (): Waiters => {
  const waiting = new Map<TenantId, Set<() => void>>()
  const wake = (tenant: TenantId): void => {
    const woken = waiting.get(tenant)
    waiting.delete(tenant)
    for (const each of woken ?? []) each()
  }
  return {
    add: (tenant, each) => {
      const others = waiting.get(tenant) ?? new Set()
      waiting.set(tenant, others.add(each))
      return () => {
        others.delete(each)
        if (others.size === 0 && waiting.get(tenant) === others) waiting.delete(tenant)
      }
    },
    wake,
    wakeAll: () => {
      for (const tenant of waiting.keys()) wake(tenant)
    },
  }
}
