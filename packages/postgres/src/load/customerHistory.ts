import { type Actor, type Header, viewerOf, viewerValues } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { laterOpen } from '../query/conditions.ts'

/** Whether an actor reads an open, later conversation of the same customer by anything but this very right. */
export const readsLater = async (connection: Connection, actor: Actor, header: Header): Promise<boolean> => {
  if (header.customer === null) return false
  const viewer = viewerOf(actor, { indicatorScope: 'mine' })
  const values = { ...viewerValues(viewer), customer: header.customer, created: header.createdAt }
  return (await connection.ask(laterOpen(viewer), values)).length > 0
}
