/** One event of the log, in the order of `eventColumns`. */
export const insertEvent = `insert into colloquy_event (
  tenant, position, conversation, reader, version, customer_version, type, schema, at, actor_side, actor,
  actor_kind, command, correlation, causation, meta, facts, subject, personal
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
