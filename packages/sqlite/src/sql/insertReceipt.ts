/** What became of a command. */
export const insertReceipt = `insert into colloquy_ledger (
  tenant, side, actor, command, hash, conversation, version, customer_version, last_reader, last_version,
  message, changed, ended_access, at
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
