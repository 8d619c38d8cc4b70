import { exists } from './fenced.ts'
import { given, rowsGiven } from './given.ts'

/** Tenants whose head is not the last position of their log, with both. */
export const wrongHeads = `with recursive logged (tenant) as (
  (select e.tenant from colloquy_event e order by e.tenant limit 1)
  union all
  select n.tenant from logged l cross join lateral (
    select e.tenant from colloquy_event e where e.tenant > l.tenant order by e.tenant limit 1) n
), known (tenant) as (select tenant from logged union select tenant from colloquy_tenant)
select json_build_array(c.tenant, c.head, c.last) as row from (
  select k.tenant, t.head, coalesce(l.position, 0) as last from known k
  left join colloquy_tenant t on t.tenant = k.tenant
  left join lateral (select e.position from colloquy_event e where e.tenant = k.tenant and e.position > 0
    order by e.position desc limit 1) l on true) c
where coalesce(c.head, 0) <> c.last order by c.tenant`
/** Locks the heads; commits wait meanwhile. */
export const lockHeads =
  'select json_build_array(t.head) as row from colloquy_tenant t order by t.tenant for update'
export const setHead = `insert into colloquy_tenant (tenant, head) values (@tenant, @last)
on conflict (tenant) do update set head = excluded.head`
export const removeHead = 'delete from colloquy_tenant t where t.tenant = @tenant'

/** A table whose rows name an event each. */
export type Naming = {
  readonly table: 'subject' | 'ledger'
  /** Its primary key. */
  readonly key: ReadonlyArray<string>
  /** Whether the event of the row `r` exists. */
  readonly named: string
}
const ofStream = 'e.tenant = r.tenant and e.conversation = r.conversation'
export const naming: ReadonlyArray<Naming> = [
  {
    table: 'subject',
    key: ['tenant', 'subject', 'conversation'],
    named: exists(`select 1 from colloquy_event e where ${ofStream} and e.subject = r.subject`),
  },
  {
    table: 'ledger',
    key: ['tenant', 'side', 'actor', 'command'],
    named: `r.last_version = 0 or ${exists(`select 1 from colloquy_event e where ${ofStream}
  and e.reader = r.last_reader and e.version = r.last_version and (not r.changed or e.command = r.command)`)}`,
  },
]

const columns = (key: ReadonlyArray<string>, alias: string): string =>
  key.map((column) => `${alias}.${column}`).join(', ')

/** A page of a table in key order: whether the event exists, the conversation, the key. */
export const pageAfter = ({ table, key, named }: Naming): string => `select json_build_array(
  ${named}, r.conversation, ${columns(key, 'r')}) as row from (
  select * from colloquy_${table} r where (${columns(key, 'r')}) > (${key.map((column) => `@${column}`).join(', ')})
  order by ${columns(key, 'r')} limit @limit) r
order by ${columns(key, 'r')}`

export const removeAll = ({ table, key }: Naming): string => `delete from colloquy_${table} r
using ${rowsGiven(...key.map((column) => given(column, 'text')))}
where (${columns(key, 'r')}) = (${columns(key, 'w')})`
