import type { Viewer } from '@colloquy/core/storage'
import type { Values } from '../Connection.ts'
import { exists, lateral } from '../sql/fenced.ts'

/**
 * What a viewer may see, as a test on the conversation `c` and their own seat `s` (left joined). It stands before
 * everything else in every query. Its parameters are named in `viewerValues`.
 */
export const accessTo = (viewer: Viewer): string => {
  const direct = directAccess(viewer, 'c', 's')
  if (!viewer.customerHistory || viewer.side === 'customer') return `c.status <> 'removed' and ${direct}`
  return `c.status <> 'removed' and (${direct} or ${laterAccess(viewer)})`
}

/** The queues that the viewer serves, as an array, each once: a list looks into every one. */
export const servedQueues = `array (select distinct q.value collate "C" from json_array_elements_text(@queues::json) as q(value))`

/** The records that were granted to the viewer, as rows. */
export const grantedRecords = `json_to_recordset(@records::json) as g(type text collate "C", id text collate "C")`

/** Access by everything but `view.customerHistory`, but for removal. */
const directAccess = (viewer: Viewer, c: string, s: string): string => {
  const granted =
    viewer.records.length === 0
      ? []
      : [
          exists(`select 1 from ${grantedRecords} cross join ${lateral(
            'colloquy_link',
            'l',
            `l.tenant = @tenant and l.type = g.type and l.record = g.id and l.conversation = ${c}.conversation`,
          )}
  ${viewer.side === 'customer' ? 'where l.customer_visible' : ''}`),
        ]
  const member = `coalesce(${s}.member, false)`
  if (viewer.side === 'customer') return `${c}.type = 'customer' and (${[member, ...granted].join(' or ')})`
  if (viewer.viewAll) return 'true'
  return `(${[
    member,
    ...(viewer.fromCustomers ? [`${c}.type = 'customer'`] : []),
    ...(viewer.queues.length === 0
      ? []
      : [
          `(${c}.queue = any (${servedQueues})
  and (${c}.status = 'closed' or (${c}.status = 'open' and ${c}.assignee is null)))`,
        ]),
    `(${c}.status = 'closed' and coalesce(${s}.was_assigned, false))`,
    ...granted,
  ].join(' or ')})`
}

const seatIn = (c: string, s: string): string => `left join lateral (
  select ${s}.ctid, ${s}.* from colloquy_seat ${s} where ${s}.tenant = @tenant
  and ${s}.conversation = ${c}.conversation and ${s}.side = @side and ${s}.actor = @actor offset 0) ${s} on true`

/** The viewer's own seat in the conversation `c`, and where its row lies. */
export const ownSeat = seatIn('c', 's')

const later = (viewer: Viewer, customer: string, created: string): string => `(
  select * from colloquy_conversation o
  where o.tenant = @tenant and o.customer = ${customer} and o.created_at > ${created} offset 0) o
  ${seatIn('o', 'os')}
  where o.status = 'open' and ${directAccess(viewer, 'o', 'os')}`

/** They see an open, later conversation of the same customer. */
const laterAccess = (viewer: Viewer): string =>
  `(c.customer is not null and ${exists(`select 1 from ${later(viewer, 'c.customer', 'c.created_at')}`)})`

/** One row where a viewer sees an open conversation of a customer that was created later. */
export const laterOpen = (viewer: Viewer): string =>
  `select json_build_array(1) as row from ${later(viewer, '@customer', '@created')} limit 1`

/** The parameters of `accessTo`, and of every query. */
export const viewerValues = (viewer: Viewer): Values => ({
  tenant: viewer.tenant,
  side: viewer.who.side,
  actor: viewer.who.id,
  queues: JSON.stringify(viewer.queues),
  records: JSON.stringify(viewer.records),
})
