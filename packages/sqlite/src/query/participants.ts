import {
  contactIn,
  type ConversationId,
  kindIn,
  type Participant,
  participantOf,
  tableColumns,
  type Viewer,
  viewerValues,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { parsed } from '../load/personal.ts'
import { rowAt } from '../rows.ts'
import { participants as participantsSql } from '../sql/participants.ts'
import { ownSeat } from '../sql/dialect.ts'
import { accessTo } from './conditions.ts'

const personalFrom = tableColumns.seat.length

/** Whether a viewer may see a conversation. */
const sees = (connection: Connection, viewer: Viewer, conversation: ConversationId): boolean => {
  const sql = `select 1 from colloquy_conversation c ${ownSeat}
where c.tenant = @tenant and c.conversation = @conversation and ${accessTo(viewer)}`
  return connection.raw(sql).get({ ...viewerValues(viewer), conversation }) !== undefined
}

/** The participants that the viewer may see; none without access to the conversation. */
export const participants = (
  connection: Connection,
  conversation: ConversationId,
  viewer: Viewer,
): ReadonlyArray<Participant> => {
  if (!sees(connection, viewer, conversation)) return []
  return connection
    .raw(participantsSql(viewer.side))
    .all({ tenant: viewer.tenant, conversation })
    .map((row) =>
      participantOf(rowAt('seat', row), contactIn(parsed(row[personalFrom])), kindIn(row[personalFrom + 1])),
    )
}
