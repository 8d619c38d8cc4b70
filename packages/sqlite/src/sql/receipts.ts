export const receipt = `select hash, conversation, version, customer_version, last_reader, last_version, message, changed, ended_access, at
from colloquy_ledger where tenant = ? and side = ? and actor = ? and command = ?`

/** Inserts a receipt. */
export const insertReceipt = `insert into colloquy_ledger (
  tenant, side, actor, command, hash, conversation, version, customer_version, last_reader, last_version,
  message, changed, ended_access, at
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** The end of the next receipts in the order of writing, and whether one of them is older than a time. */
export const nextReceipts = `select max(seq), min(at) < @before from (
  select seq, at from colloquy_ledger where seq > @from order by seq limit @limit)`
export const forget = 'delete from colloquy_ledger where seq > @from and seq <= @to and at < @before'
