export const receipt = `select hash, conversation, version, customer_version, last_reader, last_version, message, changed, ended_access, at
from colloquy_ledger where tenant = ? and side = ? and actor = ? and command = ?`
