import { eventColumns } from '@colloquy/core/storage'
import { foundFor } from './fenced.ts'
import { given, rowsGiven } from './given.ts'

/** The columns of an event as texts, in the order that `recordedAt` reads. */
export const eventList: string = eventColumns.map((name) => `e.${name}::text`).join(', ')

/** The same under column names that no query builder rewrites. */
const named: string = eventColumns
  .map((name, i) => `e.${name}::text as ${String.fromCharCode('a'.charCodeAt(0) + i)}`)
  .join(', ')

/** A tenant's log after a position. */
export const ofTenant = `select ${named} from colloquy_event e
where e.tenant = @tenant and e.position > 0 and e.position > @after order by e.position limit @limit`

/** All streams of a conversation in log order; the first events are skipped before their rows are built. */
export const ofStream = `select ${named} from (
  select * from colloquy_event e where e.tenant = @tenant and e.conversation = @conversation
  and e.n > 0 order by e.n limit @limit offset @after) e
order by e.n`

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
 * Appends events to the log at the tenant's next positions; each row has the number of events `after` it. It comes last
 * before the commit, because its lock on the tenant's counter keeps all other commits of the tenant waiting.
 */
export const insertEvents = `with moved as (
  insert into colloquy_tenant as t (tenant, head) values (@tenant, json_array_length(@rows::json))
  on conflict (tenant) do update set head = t.head + excluded.head
  returning t.head), written as (
insert into colloquy_event (${names})
select ${values('moved.head - w.after')}
from moved cross join json_to_recordset(@rows::json) as w(${columns}) order by w.after desc)
select json_build_array(moved.head) as row from moved`

/**
 * The same inside a host's transaction: positions are assigned at its commit, so that no other commit waits for the
 * host.
 */
export const insertEventsUnnumbered = `insert into colloquy_event (${names})
select ${values('null')}
from json_to_recordset(@rows::json) as w(${columns}) order by w.after desc`

/** The last position of a tenant's log. */
export const tenantHead =
  'select json_build_array(t.head) as row from colloquy_tenant t where t.tenant = @tenant'

export const heads =
  'select json_build_array(t.tenant, t.head) as row from colloquy_tenant t where t.head > 0 order by t.tenant'

/** The positions of events in their tenant's log. */
export const positionsOf = `select json_build_array(w.i, e.position) as row
from ${rowsGiven('i integer', given('conversation', 'text'), given('reader', 'text'), given('version', 'integer'))}
${foundFor(`select e.position from colloquy_event e
  where e.tenant = @tenant and e.conversation = w.conversation and e.reader = w.reader and e.version = w.version`)} e`

/** The keyed hashes of the inputs that started conversations. */
export const startHashes = `select json_build_array(w.conversation, e.personal ->> 'hash') as row
from ${rowsGiven(given('conversation', 'text'))}
${foundFor(`select e.personal from colloquy_event e
  where e.tenant = @tenant and e.conversation = w.conversation and e.reader = '' and e.version = 1`)} e`

/** The personal content of an event of a conversation's own stream. */
export const personalAt = `select json_build_array(e.personal) as row from colloquy_event e
where e.tenant = @tenant and e.conversation = @conversation and e.reader = '' and e.version = @version`
