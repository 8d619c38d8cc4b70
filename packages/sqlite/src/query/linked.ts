import { type Answers, type Viewer, viewerValues } from '@colloquy/core/storage'
import type { RecordRef } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { ownSeat } from '../sql/dialect.ts'
import { accessTo } from './conditions.ts'

/** The links of the record. */
const asked = 'l.tenant = @tenant and l.type = @type and l.record = @record'

/** Staff see most conversations, so the scan of a record's links soon finds one. */
const ofRecord = (viewer: Viewer): string => `select 1 from colloquy_link l
cross join colloquy_conversation c on c.tenant = l.tenant and c.conversation = l.conversation ${ownSeat}
where ${asked} and ${accessTo(viewer)}`

const membership = (index: string, big: 0 | 1): string => `select 1 from colloquy_seat s indexed by ${index}
cross join colloquy_link l on ${asked} and l.conversation = s.conversation
where s.tenant = @tenant and s.side = @side and s.actor = @actor and s.member = 1 and s.hidden = 0 and s.big = ${big}
and l.customer_visible = 1`

const granted = (viewer: Viewer): string => `select 1 from json_each(@records) g cross join colloquy_link gl
  on gl.tenant = @tenant and gl.type = g.value ->> 'type' and gl.record = g.value ->> 'id'
cross join colloquy_link l on ${asked} and l.conversation = gl.conversation
cross join colloquy_conversation c on c.tenant = l.tenant and c.conversation = l.conversation ${ownSeat}
where l.customer_visible = 1 and ${accessTo(viewer)}`

/**
 * A customer may name any record, so the customer's own conversations are scanned: the cost does not depend on other
 * customers' conversations of the record.
 */
const ofCustomer = (viewer: Viewer): ReadonlyArray<string> => [
  membership('colloquy_seat_list', 0),
  membership('colloquy_seat_big', 1),
  ...(viewer.records.length === 0 ? [] : [granted(viewer)]),
]

export const linkedSql = (viewer: Viewer): string => {
  const places = viewer.side === 'customer' ? ofCustomer(viewer) : [ofRecord(viewer)]
  return `select ${places.map((place) => `exists (${place})`).join('\nor ')}`
}

/** For each record, whether the viewer sees any conversation of it. */
export const linked = (
  connection: Connection,
  records: ReadonlyArray<RecordRef>,
  viewer: Viewer,
): Answers['Linked'] => {
  const statement = connection.raw(linkedSql(viewer))
  const values = viewerValues(viewer)
  return records.map(({ type, id }) => statement.get({ ...values, type, record: id })?.[0] === 1)
}
