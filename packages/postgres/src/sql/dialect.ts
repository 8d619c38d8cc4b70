import type { Dialect } from '@colloquy/core/storage'
import { fenced, lateral } from './fenced.ts'

/** The viewer's queues as an array without duplicates, because a list looks into each. */
export const servedQueues = `array (select distinct q.value collate "C" from json_array_elements_text(@queues::json) as q(value))`

/** The records granted to the viewer, as rows. */
export const grantedRecords = `json_to_recordset(@records::json) as g(type text collate "C", id text collate "C")`

const seatIn = (c: string, s: string): string => `left join lateral (
  select ${s}.ctid, ${s}.* from colloquy_seat ${s} where ${s}.tenant = @tenant
  and ${s}.conversation = ${c}.conversation and ${s}.side = @side and ${s}.actor = @actor offset 0) ${s} on true`

/** The viewer's own seat in the conversation `c`, with its ctid. */
export const ownSeat = seatIn('c', 's')

const text = `a.value #>> '{}'`

/** PostgreSQL's conditions: with optimization fences, so that each table is read by its intended index. */
export const dialect: Dialect = {
  always: 'true',
  never: 'false',
  yes: (column) => column,
  no: (column) => `not ${column}`,
  has: (column) => `coalesce(${column}, false)`,
  holds: (test, expected) => (expected ? test : `${test} is not true`),
  is: (column, parameter, value) => (value === null ? `${column} is null` : `${column} = @${parameter}`),
  fenced,
  served: (queue) => `${queue} = any (${servedQueues})`,
  granted: (conversation) =>
    `${grantedRecords} cross join ${lateral(
      'colloquy_link',
      'l',
      `l.tenant = @tenant and l.type = g.type and l.record = g.id and l.conversation = ${conversation}`,
    )}`,
  later: (customer, created, visible) => `(
  select * from colloquy_conversation o
  where o.tenant = @tenant and o.customer = ${customer} and o.created_at > ${created} offset 0) o
  ${seatIn('o', 'os')}
  where o.status = 'open' and ${visible}`,
  followed: `${lateral('colloquy_link', 'fl', 'fl.tenant = @tenant and fl.conversation = c.conversation')}
  cross join ${lateral(
    'colloquy_record_follower',
    'f',
    'f.tenant = @tenant and f.side = @side and f.actor = @actor and f.type = fl.type and f.record = fl.record and f.following',
  )}`,
  // Their indexes are partial by the ordinal, so that no other statement uses them.
  ofConversation: (message) =>
    `${message}.tenant = @tenant and ${message}.conversation = c.conversation and ${message}.n > 0`,
  written: (after) => `${lateral(
    'colloquy_own',
    'bo',
    `bo.tenant = @tenant and bo.conversation = c.conversation and bo.side = @side and bo.actor = @actor
  and bo.n > ${after}`,
  )}
  cross join ${lateral(
    'colloquy_message',
    'bm',
    'bm.tenant = @tenant and bm.conversation = c.conversation and bm.n > 0 and bm.n = bo.n',
  )}`,
  fact: (...path) => `e.facts #>> '{${path.join()}}'`,
  /** Numbers are compared as in JavaScript; the `case` prevents casting a text to a number. */
  attributeIs: (value, parameter) => {
    switch (typeof value) {
      case 'string':
        return `json_typeof(a.value) = 'string' and ${text} = @${parameter}`
      case 'number':
        return `case when json_typeof(a.value) = 'number'
  then (${text})::double precision = @${parameter}::double precision else false end`
      case 'boolean':
        return `json_typeof(a.value) = 'boolean' and ${text} = '${String(value)}'`
      case 'object':
        return `json_typeof(a.value) = 'null'`
    }
  },
}
