import { type Actor, type Header, sideOf, type Viewer, whoIs } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { laterOpen, viewerValues } from '../query/access.ts'

/** Whether an actor reads an open, later conversation of the same customer by anything but this very right. */
export const readsLater = async (connection: Connection, actor: Actor, header: Header): Promise<boolean> => {
  if (header.customer === null) return false
  const viewer = seenBy(actor)
  const values = { ...viewerValues(viewer), customer: header.customer, created: header.createdAt }
  return (await connection.ask(laterOpen(viewer), values)).length > 0
}
const seenBy = (actor: Actor): Viewer => {
  const side = sideOf(actor.kind)
  const staff = side === 'staff'
  return {
    tenant: actor.tenant,
    who: whoIs(actor),
    side,
    queues: staff ? actor.queues : [],
    records: actor.records,
    viewAll: actor.kind === 'system' || (staff && actor.capabilities.has('view.all')),
    fromCustomers: staff && actor.capabilities.has('view.fromCustomers'),
    customerHistory: false,
    team: false,
    scope: 'mine',
  }
}
