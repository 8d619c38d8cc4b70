import { type Actor, type Header, viewerOf, viewerValues } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { laterOpen } from '../query/conditions.ts'

/** Whether an actor reads an open, later conversation of the same customer by anything but this very right. */
export const readsLater = (connection: Connection, actor: Actor, header: Header): boolean => {
  if (header.customer === null) return false
  const viewer = viewerOf(actor, { indicatorScope: 'mine' })
  const values = { ...viewerValues(viewer), customer: header.customer, created: header.createdAt }
  return connection.raw(laterOpen(viewer)).get(values) !== undefined
}
