import type { Recorded, TenantId } from '@colloquy/core/storage'

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
