import { given } from './given.ts'

/** Notes that a stream holds personal content of somebody: once for each, where an index of events would have one a message. */
export const insertSubjects = `insert into colloquy_subject (tenant, subject, conversation)
select @tenant, w.subject, w.conversation
from json_to_recordset(@rows::json) as w(${given('subject', 'text')}, ${given('conversation', 'text')})
order by w.subject, w.conversation
on conflict do nothing`
