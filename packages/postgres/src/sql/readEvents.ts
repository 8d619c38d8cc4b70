/** The columns of an event, in the order that `recordedAt` reads. What is decoded later stays text. */
export const eventColumns = `e.tenant, e.position, e.conversation, e.reader, e.version, e.customer_version, e.type,
  e.schema, e.at, e.actor_side, e.actor, e.actor_kind, e.command, e.correlation, e.causation, e.meta, e.facts::text,
  e.personal::text`

/** A tenant's log after a position. */
export const ofTenant = `select json_build_array(${eventColumns}) as row from (
  select * from colloquy_event e where e.tenant = @tenant and e.position > 0 and e.position > @after order by e.position limit @limit) e
order by e.position`

/** All streams of a conversation in the order of the log, leaving out the first few, of which nothing is built. */
export const ofStream = `select json_build_array(${eventColumns}) as row from (
  select * from colloquy_event e where e.tenant = @tenant and e.conversation = @conversation
  and e.n > 0 order by e.n limit @limit offset @after) e
order by e.n`
