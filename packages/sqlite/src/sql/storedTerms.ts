/** How many words of each column search holds of the events of a conversation's own stream. */
export const storedTerms = `select e.version, e.n, d.sz from colloquy_event e
join colloquy_term_docsize d on d.id = e.n
where e.tenant = ? and e.conversation = ? and e.reader = ''`

/** Whether all of some words stand in one event. */
export const holdsTerms = 'select 1 from colloquy_term where colloquy_term match ? and rowid = ?'
