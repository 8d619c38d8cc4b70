import { type Answers, remembered, type Viewer, viewerValues } from '@colloquy/core/storage'
import { type RecordRef } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { grantedRecords, ownSeat } from '../sql/dialect.ts'
import { accessTo } from './conditions.ts'
import { conversationOf, exists, lateral, linksOf } from '../sql/fenced.ts'

/** Staff see most conversations, so the scan of a record's links soon finds one. */
const ofRecord = (viewer: Viewer): string => `select 1 from ${linksOf('l', 'w.type', 'w.id')}
cross join ${conversationOf('l')} ${ownSeat}
where ${accessTo(viewer)}`

/** The link of a conversation to the record, where customers see it. */
const shownIn = (alias: string): string =>
  lateral(
    'colloquy_link',
    'l',
    `l.tenant = @tenant and l.conversation = ${alias}.conversation and l.type = w.type and l.record = w.id and l.customer_visible`,
  )

const membership = (big: string): string => `select 1 from (select s.conversation from colloquy_seat s
  where s.tenant = @tenant and s.side = @side and s.actor = @actor and s.member and not s.hidden and ${big} offset 0) s
cross join ${shownIn('s')}`

const granted = (viewer: Viewer): string => `select 1 from ${grantedRecords}
cross join ${linksOf('gl', 'g.type', 'g.id')}
cross join ${shownIn('gl')}
cross join ${conversationOf('l')} ${ownSeat}
where ${accessTo(viewer)}`

/**
 * A customer may name any record, so the customer's own conversations are scanned: the cost does not depend on other
 * customers' conversations of the record.
 */
const ofCustomer = (viewer: Viewer): ReadonlyArray<string> => [
  membership('not s.big'),
  membership('s.big'),
  ...(viewer.records.length === 0 ? [] : [granted(viewer)]),
]

export const linkedSql = remembered((viewer) => {
  const places = viewer.side === 'customer' ? ofCustomer(viewer) : [ofRecord(viewer)]
  return `select json_build_array(${places.map(exists).join('\nor ')}) as row
from rows from (json_to_recordset(@asked::json) as (type text collate "C", id text collate "C"))
  with ordinality as w(type, id, i)
order by w.i`
})

/** For each record, whether the viewer sees any conversation of it. */
export const linked = async (
  connection: Connection,
  records: ReadonlyArray<RecordRef>,
  viewer: Viewer,
): Promise<Answers['Linked']> => {
  if (records.length === 0) return []
  const asked = JSON.stringify(records.map(({ type, id }) => ({ type, id })))
  const rows = await connection.ask(linkedSql(viewer), { ...viewerValues(viewer), asked })
  return rows.map(([isLinked]) => isLinked === true)
}
