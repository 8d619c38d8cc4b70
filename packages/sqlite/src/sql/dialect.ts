import type { Dialect } from '@colloquy/core/storage'

/** The viewer's own seat in the conversation `c`. */
export const ownSeat = `left join colloquy_seat s on s.tenant = c.tenant and s.conversation = c.conversation
  and s.side = @side and s.actor = @actor`

/** SQLite's conditions: a boolean is 0 or 1, and an attribute's JSON type is compared beside its value. */
export const dialect: Dialect = {
  always: '1',
  never: '0',
  yes: (column) => `${column} = 1`,
  no: (column) => `${column} = 0`,
  has: (column) => `coalesce(${column}, 0) = 1`,
  holds: (test, expected) => `coalesce(${test}, 0) = ${expected ? 1 : 0}`,
  is: (column, parameter) => `${column} is @${parameter}`,
  fenced: (select) => `(${select})`,
  served: (queue) => `${queue} in (select value from json_each(@queues))`,
  granted: (conversation) => `json_each(@records) r cross join colloquy_link l
  on l.tenant = @tenant and l.type = r.value ->> 'type' and l.record = r.value ->> 'id' and l.conversation = ${conversation}`,
  later: (customer, created, visible) => `colloquy_conversation o
  left join colloquy_seat os on os.tenant = o.tenant and os.conversation = o.conversation
    and os.side = @side and os.actor = @actor
  where o.tenant = @tenant and o.customer = ${customer} and o.created_at > ${created} and o.status = 'open'
  and ${visible}`,
  followed: `colloquy_link fl join colloquy_record_follower f
  on f.tenant = fl.tenant and f.type = fl.type and f.record = fl.record and f.side = @side and f.actor = @actor
  and fl.tenant = @tenant and fl.conversation = c.conversation and f.following = 1`,
  ofConversation: (message) => `${message}.tenant = @tenant and ${message}.conversation = c.conversation`,
  written: (after) => `colloquy_own bo
  cross join colloquy_message bm on bm.tenant = bo.tenant and bm.conversation = bo.conversation and bm.n = bo.n
  and bo.tenant = @tenant and bo.conversation = c.conversation and bo.side = @side and bo.actor = @actor
  and bo.n > ${after}`,
  fact: (...path) => `e.facts ->> '$.${path.join('.')}'`,
  attributeIs: (value, parameter) => {
    if (value === null) return `a.type = 'null'`
    if (typeof value === 'boolean') return `a.type = '${String(value)}'`
    const types = typeof value === 'string' ? `('text')` : `('integer', 'real')`
    return `a.type in ${types} and a.atom = @${parameter}`
  },
}
