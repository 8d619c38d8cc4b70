import { eventColumns } from '@colloquy/core/storage'
/** The columns of an event, in the order that `recordedAt` reads. */
export const eventList: string = eventColumns.map((name) => `e.${name}`).join(', ')

/** A tenant's log after a position. */
export const ofTenant = `select ${eventList} from colloquy_event e
where e.tenant = ? and e.position > ? order by e.position limit ?`

/**
 * All streams of a conversation in log order, skipping the first events. Only event numbers are sorted, from the index,
 * so that a page does not read the rest of a long conversation.
 */
export const ofStream = `select ${eventList} from (
  select n from colloquy_event where tenant = ? and conversation = ? order by n limit ? offset ?) p
cross join colloquy_event e on e.n = p.n order by p.n`

/** One event of the log, in the order of `eventColumns`. */
export const insertEvent = `insert into colloquy_event (
  tenant, position, conversation, reader, version, customer_version, type, schema, at, actor_side, actor,
  actor_kind, command, correlation, causation, meta, facts, subject, personal
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

export const moveHead = `insert into colloquy_tenant (tenant, head) values (?, ?)
on conflict (tenant) do update set head = excluded.head`

/** The last position of a tenant's log. */
export const tenantHead = 'select head from colloquy_tenant where tenant = ?'

export const heads = 'select tenant, head from colloquy_tenant where head > 0 order by tenant'

/** The position of an event in its tenant's log. */
export const positionOf = `select position from colloquy_event
where tenant = ? and conversation = ? and reader = ? and version = ?`

/** The number of an event of a conversation's own stream. */
export const eventNumber = `select n from colloquy_event
where tenant = ? and conversation = ? and reader = '' and version = ?`

/** The personal content of an event of a conversation's own stream. */
export const personalAt = `select personal from colloquy_event
where tenant = ? and conversation = ? and reader = '' and version = ?`
