import {
  contactIn,
  type ConversationId,
  kindIn,
  type Participant,
  tableColumns,
  type Viewer,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { parsed } from '../load/personal.ts'
import { rowAt } from '../rows.ts'
import { participants as participantsSql } from '../sql/participants.ts'
import { sees } from './sees.ts'

const personalFrom = tableColumns.seat.length

/** Who takes part, as the viewer may know; nobody where they may not see the conversation. */
export const participants = (
  connection: Connection,
  conversation: ConversationId,
  viewer: Viewer,
): ReadonlyArray<Participant> => {
  if (!sees(connection, viewer, conversation)) return []
  return connection
    .raw(participantsSql(viewer.side))
    .all(viewer.tenant, conversation)
    .map((row) => {
      const seat = rowAt('seat', row)
      return {
        who: { side: seat.side, id: seat.actor },
        kind: seat.kind,
        contact: contactIn(parsed(row[personalFrom])),
        seat,
        publicKind: kindIn(row[personalFrom + 1]),
      }
    })
}
