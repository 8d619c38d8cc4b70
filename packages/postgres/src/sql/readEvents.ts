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

/** The columns of an event as texts, in the order that `recordedAt` reads. */
export const eventColumns: string = names.map((name) => `e.${name}::text`).join(', ')

/** The same under names that no query builder rewrites. */
const named: string = names
  .map((name, i) => `e.${name}::text as ${String.fromCharCode('a'.charCodeAt(0) + i)}`)
  .join(', ')

/** A tenant's log after a position. */
export const ofTenant = `select ${named} from colloquy_event e
where e.tenant = @tenant and e.position > 0 and e.position > @after order by e.position limit @limit`

/** All streams of a conversation in the order of the log, leaving out the first few, of which nothing is built. */
export const ofStream = `select ${named} from (
  select * from colloquy_event e where e.tenant = @tenant and e.conversation = @conversation
  and e.n > 0 order by e.n limit @limit offset @after) e
order by e.n`
