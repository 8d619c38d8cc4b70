export const removeTerm = 'delete from colloquy_term where rowid = ?'
