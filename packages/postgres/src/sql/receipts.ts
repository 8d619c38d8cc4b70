import { foundFor } from './fenced.ts'
import { given, rowsGiven } from './given.ts'

export const receipts = `select json_build_array(l.side, l.actor, l.command, l.hash, l.conversation, l.version, l.customer_version,
  l.last_reader, l.last_version, l.message, l.changed, l.ended_access, l.at) as row
from ${rowsGiven(given('side', 'text'), given('actor', 'text'), given('command', 'text'))}
${foundFor(`select * from colloquy_ledger l
  where l.tenant = @tenant and l.side = w.side and l.actor = w.actor and l.command = w.command`)} l`

const columns = [
  given('side', 'text'),
  given('actor', 'text'),
  given('command', 'text'),
  given('hash', 'text'),
  given('conversation', 'text'),
  given('version', 'integer'),
  given('customer_version', 'integer'),
  given('last_reader', 'text'),
  given('last_version', 'integer'),
  given('message', 'text'),
  given('changed', 'boolean'),
  given('ended_access', 'boolean'),
  given('at', 'bigint'),
].join(', ')

const names = `side, actor, command, hash, conversation, version, customer_version, last_reader, last_version, message,
  changed, ended_access, at`

/** Inserts receipts, always in the same order, so that two batches with the same ids can't deadlock. */
export const insertReceipts = `insert into colloquy_ledger (tenant, ${names})
select @tenant, ${names} from json_to_recordset(@rows::json) as w(${columns}) order by side, actor, command`

/** Deletes some receipts of commands accepted before a time. Answers how many. */
export const forgetSome = `with gone as (
  delete from colloquy_ledger l where l.tenant = @tenant and l.at < @before and l.ctid = any (array(
    select ctid from colloquy_ledger where tenant = @tenant and at < @before limit @limit))
  returning 1)
select json_build_array(count(*)) as row from gone`
