/** What search finds of one event; its rowid is the event's number. */
export const putTerm = `insert or replace into colloquy_term (rowid, scope, body, subject, name, phone, digest)
values (?, ?, ?, ?, ?, ?, ?)`
