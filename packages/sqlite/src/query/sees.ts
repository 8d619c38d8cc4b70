import { type ConversationId, type Viewer, viewerValues } from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { ownSeat } from '../sql/dialect.ts'
import { accessTo } from './conditions.ts'

/** Whether a viewer may see a conversation at all. */
export const sees = (connection: Connection, viewer: Viewer, conversation: ConversationId): boolean => {
  const sql = `select 1 from colloquy_conversation c ${ownSeat}
where c.tenant = @tenant and c.conversation = @conversation and ${accessTo(viewer)}`
  return connection.raw(sql).get({ ...viewerValues(viewer), conversation }) !== undefined
}
