import { foundFor } from './fenced.ts'
import { given, rowsGiven } from './given.ts'
import { atPlace } from './rows.ts'

/** Upserts search terms. */
export const putTerms = `insert into colloquy_term (tenant, conversation, version, terms)
select @tenant, w.conversation, w.version, array_to_tsvector(w.terms)
from json_to_recordset(@rows::json) as w(${given('conversation', 'text')}, ${given('version', 'integer')}, terms text[])
on conflict (tenant, conversation, version) do update set terms = excluded.terms`

const conversation = given('conversation', 'text')
const ofConversation = `select x.tableoid as part, x.ctid as place from colloquy_term x where x.tenant = @tenant and x.conversation = w.conversation`

/** Deletes the search terms of single events. */
export const removeTerms = `delete from colloquy_term t using (select x.part, x.place from ${rowsGiven(conversation, given('version', 'integer'))}
${foundFor(`${ofConversation} and x.version = w.version`)} x offset 0) w where ${atPlace}`

/** Deletes the search terms of conversations. */
export const removeTermsOf = `delete from colloquy_term t using (select x.part, x.place from ${rowsGiven(conversation)}
${foundFor(ofConversation)} x offset 0) w where ${atPlace}`

/** The search terms of a conversation's own events: versions, and words as a JSON array. */
export const storedTerms = `select t.version::text, array_to_json(tsvector_to_array(t.terms))::text from colloquy_term t
where t.tenant = @tenant and t.conversation = @conversation`
