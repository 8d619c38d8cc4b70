import { exists, foundFor } from './fenced.ts'
import { given, rowsGiven } from './given.ts'
import { atPlace } from './rows.ts'

/**
 * The index by person: one row for each stream and person, where an index of events would have one for each message.
 */
export const insertSubjects = `insert into colloquy_subject (tenant, subject, conversation)
select @tenant, w.subject, w.conversation
from json_to_recordset(@rows::json) as w(${given('subject', 'text')}, ${given('conversation', 'text')})
order by w.subject, w.conversation
on conflict do nothing`

/** People with content in a stream but without an entry in the index by person. */
export const missingSubjects = `select json_build_array(e.subject) as row from (
  select distinct e.subject from colloquy_event e where e.tenant = @tenant and e.conversation = @conversation
  and e.personal is not null and e.subject is not null) e
where not ${exists(`select 1 from colloquy_subject s
  where s.tenant = @tenant and s.subject = e.subject and s.conversation = @conversation`)}
order by e.subject`

/** The streams that hold personal content of a person. */
export const concerning = `select json_build_array(s.conversation) as row from colloquy_subject s
where s.tenant = @tenant and s.subject = @subject and ${exists(`select 1 from colloquy_event e
  where e.tenant = @tenant and e.conversation = s.conversation and e.subject = @subject and e.personal is not null`)}
order by s.conversation`

const asked = rowsGiven(
  given('conversation', 'text'),
  given('subject', 'text'),
  given('side', 'text'),
  given('actor', 'text'),
  given('message', 'text'),
)

const ofConversation = 'e.tenant = @tenant and e.conversation = w.conversation and e.personal is not null'
/** The events of a conversation whose personal content concerns a person. */
const ofParticipant = `${ofConversation} and e.subject = w.subject`
/** The events that posted or edited a message. */
const ofMessage = `${ofConversation} and e.reader = ''
and e.type in ('message-posted', 'message-edited') and e.facts ->> 'messageId' = w.message`

const which = { participant: ofParticipant, message: ofMessage, conversation: ofConversation } as const
export type Which = keyof typeof which

const events = (of: Which): string =>
  `${asked} ${foundFor(`select e.tableoid as part, e.ctid as place, e.* from colloquy_event e where ${which[of]}`)} e`

/** The search terms of these events. */
export const eraseTerms = (
  of: Which,
): string => `delete from colloquy_term t using (select x.part, x.place from ${events(of)}
${foundFor(`select x.tableoid as part, x.ctid as place from colloquy_term x
  where x.tenant = @tenant and x.conversation = e.conversation and x.version = e.version and e.reader = ''`)} x offset 0) w
where ${atPlace}`

const noHash = 'update colloquy_ledger t set hash = null from'

/** The hashes of the commands with this content: a hash would confirm a guess of the text. */
export const eraseHashes = (of: Which): string => `${noHash} (select x.part, x.place from ${events(of)}
${foundFor(`select x.tableoid as part, x.ctid as place from colloquy_ledger x where x.tenant = @tenant and x.side = e.actor_side
  and x.actor = e.actor and x.command = e.command`)} x offset 0) w where ${atPlace}`

export const erasePersonal = (of: Which): string =>
  `update colloquy_event t set personal = null from (select e.part, e.place from ${events(of)} offset 0) w where ${atPlace}`

const onLedger = (test: string): string => `${noHash} (select x.part, x.place from ${asked}
${foundFor(`select x.tableoid as part, x.ctid as place from colloquy_ledger x
  where x.tenant = @tenant and x.conversation = w.conversation and x.hash is not null ${test}`)} x offset 0) w
where ${atPlace}`

/** The hashes of commands on this conversation: of one person, about one message, or all. */
export const eraseHashesOn: { readonly [W in Which]: string } = {
  participant: onLedger('and x.side = w.side and x.actor = w.actor'),
  message: onLedger('and x.message = w.message'),
  conversation: onLedger(''),
}

/** The id of the current transaction. */
export const nowNumber = 'select json_build_array(pg_current_xact_id()::xid::text) as row'

/** The number of transactions that may still read older rows: local ones, prepared ones, and those of replicas. */
export const olderReaders = `select json_build_array(
  (select count(*) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()
    and greatest(age(backend_xmin), age(backend_xid)) >= age(@now::text::xid))
  + (select count(*) from pg_prepared_xacts where database = current_database())
  + (select count(*) from pg_replication_slots where age(xmin) >= age(@now::text::xid))) as row`

/** The remains of unfinished concurrent index builds. */
export const leftovers = `select json_build_array(format('%s.%I', @schema::text, c.relname)) as row
from pg_class c join pg_index i on i.indexrelid = c.oid
where c.relnamespace = @schema::text::regnamespace and c.relname like 'colloquy\\_term\\_terms\\_cc%' and not i.indisvalid`
