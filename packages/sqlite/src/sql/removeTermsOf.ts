/** Everything that search finds of a conversation. */
export const removeTermsOf = `delete from colloquy_term
where rowid in (select n from colloquy_event where tenant = ? and conversation = ?)`
