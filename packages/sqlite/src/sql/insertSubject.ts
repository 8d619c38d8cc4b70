/** Notes that a stream holds personal content of somebody: once for each, where an index of events would have one a message. */
export const insertSubject = `insert into colloquy_subject (tenant, subject, conversation) values (?, ?, ?)
on conflict do nothing`
