import type { Recorded, TenantId } from '@colloquy/core/storage'

/** The events that have a position already, of each tenant in their order. */
export const byTenant = (events: ReadonlyArray<Recorded>): ReadonlyMap<TenantId, ReadonlyArray<Recorded>> => {
  const found = new Map<TenantId, Array<Recorded>>()
  for (const event of events) {
    // In a host's own transaction on some storages positions come later: the log will tell.
    if (event.position === null) continue
    const own = found.get(event.tenant)
    if (own === undefined) found.set(event.tenant, [event])
    else own.push(event)
  }
  return found
}
