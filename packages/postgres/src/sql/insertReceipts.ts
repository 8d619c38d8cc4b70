import { given } from './given.ts'

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

/** What became of commands. In one order everywhere, so that two batches with the same ids can't wait for each other. */
export const insertReceipts = `insert into colloquy_ledger (tenant, ${names})
select @tenant, ${names} from json_to_recordset(@rows::json) as w(${columns}) order by side, actor, command`
