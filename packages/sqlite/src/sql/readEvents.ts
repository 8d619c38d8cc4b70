const names = [
  'tenant',
  'position',
  'conversation',
  'reader',
  'version',
  'customer_version',
  'type',
  'schema',
  'at',
  'actor_side',
  'actor',
  'actor_kind',
  'command',
  'correlation',
  'causation',
  'meta',
  'facts',
  'personal',
]

/** The columns of an event, in the order that `recordedAt` reads. */
export const eventColumns: string = names.map((name) => `e.${name}`).join(', ')

/** A tenant's log after a position. */
export const ofTenant = `select ${eventColumns} from colloquy_event e
where e.tenant = ? and e.position > ? order by e.position limit ?`

/**
 * All streams of a conversation in the order of the log, leaving out the first few. The numbers alone are sorted,
 * from the index: a page of a long conversation does not read the rest of it.
 */
export const ofStream = `select ${eventColumns} from (
  select n from colloquy_event where tenant = ? and conversation = ? order by n limit ? offset ?) p
cross join colloquy_event e on e.n = p.n order by p.n`
