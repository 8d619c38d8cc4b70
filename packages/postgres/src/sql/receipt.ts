import { foundFor, given, rowsGiven } from './given.ts'

export const receipts = `select json_build_array(l.side, l.actor, l.command, l.hash, l.conversation, l.version, l.customer_version,
  l.last_reader, l.last_version, l.message, l.changed, l.ended_access, l.at) as row
from ${rowsGiven(given('side', 'text'), given('actor', 'text'), given('command', 'text'))}
${foundFor(`select * from colloquy_ledger l
  where l.tenant = @tenant and l.side = w.side and l.actor = w.actor and l.command = w.command`)} l`
