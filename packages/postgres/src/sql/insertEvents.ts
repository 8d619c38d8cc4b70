import { given } from './given.ts'

const columns = [
  'after integer',
  given('conversation', 'text'),
  given('reader', 'text'),
  given('version', 'integer'),
  given('customer_version', 'integer'),
  given('type', 'text'),
  given('schema', 'integer'),
  given('at', 'bigint'),
  given('actor_side', 'text'),
  given('actor', 'text'),
  given('actor_kind', 'text'),
  given('command', 'text'),
  given('correlation', 'text'),
  given('causation', 'text'),
  given('meta', 'json'),
  given('facts', 'text'),
  given('subject', 'text'),
  given('personal', 'text'),
].join(', ')

const names = `tenant, position, conversation, reader, version, customer_version, type, schema, at, actor_side, actor,
  actor_kind, command, correlation, causation, meta, facts, subject, personal`

const values = (
  position: string,
): string => `@tenant, ${position}, w.conversation, w.reader, w.version, w.customer_version,
  w.type, w.schema, w.at, w.actor_side, w.actor, w.actor_kind, w.command, w.correlation, w.causation, w.meta,
  w.facts::json, w.subject, w.personal::json`

/**
 * Appends events to the log, with the tenant's next positions: each comes with how many are `after` it. It comes last
 * before the commit: from here on nobody else of the tenant can be given positions, so nothing may be waited for.
 */
export const insertEvents = `with moved as (
  insert into colloquy_tenant as t (tenant, head) values (@tenant, json_array_length(@rows::json))
  on conflict (tenant) do update set head = t.head + excluded.head
  returning t.head), written as (
insert into colloquy_event (${names})
select ${values('moved.head - w.after')}
from moved cross join json_to_recordset(@rows::json) as w(${columns}) order by w.after desc)
select json_build_array(moved.head) as row from moved`

/** The same inside a host's transaction: positions are given when it commits, so that nobody waits for the host. */
export const insertEventsUnnumbered = `insert into colloquy_event (${names})
select ${values('null')}
from json_to_recordset(@rows::json) as w(${columns}) order by w.after desc`
