/** Some of the receipts before a time: a few at once, so that nobody waits long. */
export const forget = 'delete from colloquy_ledger where seq in (select seq from colloquy_ledger where at < ? limit ?)'
