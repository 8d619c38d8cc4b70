/** Where the next few receipts end, in the order of writing, and whether any of them is older than a time. */
export const nextReceipts = `select max(seq), min(at) < @before from (
  select seq, at from colloquy_ledger where seq > @from order by seq limit @limit)`
export const forget = 'delete from colloquy_ledger where seq > @from and seq <= @to and at < @before'
