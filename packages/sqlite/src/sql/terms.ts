/** The search terms of one event; the rowid is the event's number. */
export const putTerm = `insert or replace into colloquy_term (rowid, scope, body, subject, name, phone, digest)
values (?, ?, ?, ?, ?, ?, ?)`

export const removeTerm = 'delete from colloquy_term where rowid = ?'

/** The search terms of a conversation. */
export const removeTermsOf = `delete from colloquy_term
where rowid in (select n from colloquy_event where tenant = ? and conversation = ?)`

/**
 * The search terms of a conversation's own events: the number of words in each column, and the digest of all. Both are
 * stored in the index's own tables, so they are deleted with the words. As text, because a buffer for each event is
 * freed late.
 */
export const storedTerms = `select e.version, e.n, hex(d.sz), c.c5 from colloquy_event e
cross join colloquy_term_docsize d on d.id = e.n
left join colloquy_term_content c on c.id = e.n
where e.tenant = ? and e.conversation = ? and e.reader = ''`

/**
 * Whether one event contains all these words. The driver binds every number as a real, and `match` never finds a rowid
 * that is not an integer: without the cast, the condition on the event would be ignored.
 */
export const holdsTerms =
  'select 1 from colloquy_term where colloquy_term match ? and rowid = cast(? as integer)'
