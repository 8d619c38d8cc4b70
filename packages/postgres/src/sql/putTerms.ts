import { given } from './given.ts'

/** What search finds of events. */
export const putTerms = `insert into colloquy_term (tenant, conversation, version, terms)
select @tenant, w.conversation, w.version, array_to_tsvector(w.terms)
from json_to_recordset(@rows::json) as w(${given('conversation', 'text')}, ${given('version', 'integer')}, terms text[])
on conflict (tenant, conversation, version) do update set terms = excluded.terms`
