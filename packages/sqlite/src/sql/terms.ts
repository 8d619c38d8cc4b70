/** What search finds of one event; its rowid is the event's number. */
export const putTerm = `insert or replace into colloquy_term (rowid, scope, body, subject, name, phone, digest)
values (?, ?, ?, ?, ?, ?, ?)`

export const removeTerm = 'delete from colloquy_term where rowid = ?'

/** Everything that search finds of a conversation. */
export const removeTermsOf = `delete from colloquy_term
where rowid in (select n from colloquy_event where tenant = ? and conversation = ?)`

/**
 * What search holds of the events of a conversation's own stream: how many words in each column, and the digest of
 * all of them. Both stand in tables of the index, where they come and go with the words. As text, because a buffer
 * for each event is memory that is given back late.
 */
export const storedTerms = `select e.version, e.n, hex(d.sz), c.c5 from colloquy_event e
cross join colloquy_term_docsize d on d.id = e.n
left join colloquy_term_content c on c.id = e.n
where e.tenant = ? and e.conversation = ? and e.reader = ''`

/**
 * Whether all of some words stand in one event. The driver binds every number as a real one, and a `match` passes over
 * a rowid that is not an integer: without the cast, any event would do.
 */
export const holdsTerms =
  'select 1 from colloquy_term where colloquy_term match ? and rowid = cast(? as integer)'
