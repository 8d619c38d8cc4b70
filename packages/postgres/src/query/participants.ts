import {
  contactIn,
  type ConversationId,
  kindIn,
  type Participant,
  participantOf,
  personalIn,
  remembered,
  tableColumns,
  type Viewer,
  viewerValues,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { rowAt } from '../rows.ts'
import { participants as participantsSql } from '../sql/participants.ts'
import { visibleOne } from './summaries.ts'

const personalFrom = tableColumns.seat.length
export const sql = remembered((viewer) => participantsSql(viewer.side, visibleOne(viewer)))

/** The participants that the viewer may see; none without access to the conversation. */
export const participants = async (
  connection: Connection,
  conversation: ConversationId,
  viewer: Viewer,
): Promise<ReadonlyArray<Participant>> => {
  const rows = await connection.ask(sql(viewer), { ...viewerValues(viewer), conversation })
  return rows.map((row) =>
    participantOf(
      rowAt('seat', row),
      contactIn(personalIn(row[personalFrom])),
      kindIn(row[personalFrom + 1]),
    ),
  )
}
