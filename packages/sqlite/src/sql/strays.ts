/** Tenants whose head is not the last position of their log, with both. */
export const wrongHeads = `with recursive logged (tenant) as (
  select min(tenant) from colloquy_event
  union all select (select min(e.tenant) from colloquy_event e where e.tenant > l.tenant)
  from logged l where l.tenant is not null
), known (tenant) as (select tenant from logged where tenant is not null union select tenant from colloquy_tenant),
compared (tenant, head, last) as (
  select k.tenant, t.head, coalesce((select max(e.position) from colloquy_event e where e.tenant = k.tenant), 0)
  from known k left join colloquy_tenant t on t.tenant = k.tenant
)
select tenant, head, last from compared where coalesce(head, 0) <> last order by tenant`
export const setHead = `insert into colloquy_tenant (tenant, head) values (@tenant, @last)
on conflict (tenant) do update set head = excluded.head`
export const removeHead = 'delete from colloquy_tenant where tenant = @tenant'

/** A page of the index by person, with whether an event agrees. */
export const subjectsAfter = `select s.tenant, s.conversation, s.subject, exists (
  select 1 from colloquy_event e
  where e.tenant = s.tenant and e.conversation = s.conversation and e.subject = s.subject)
from colloquy_subject s where (s.tenant, s.subject, s.conversation) > (+@tenant, +@key, +@conversation)
order by s.tenant, s.subject, s.conversation limit @limit`
export const removeSubject =
  'delete from colloquy_subject where tenant = @tenant and subject = @key and conversation = @conversation'

/** A page of receipts, with whether the event they name exists. */
export const receiptsAfter = `select l.tenant, l.conversation, l.seq, l.last_version = 0 or exists (
  select 1 from colloquy_event e
  where e.tenant = l.tenant and e.conversation = l.conversation and e.reader = l.last_reader
  and e.version = l.last_version and (l.changed = 0 or e.command = l.command))
from colloquy_ledger l where l.seq > @key order by l.seq limit @limit`
export const removeReceipt = 'delete from colloquy_ledger where seq = @key'

/** A page of search terms, with whether their event exists. */
export const termsAfter = `select '', '', d.id, exists (select 1 from colloquy_event e where e.n = d.id)
from colloquy_term_docsize d where d.id > @key order by d.id limit @limit`
export const removeStrayTerm = 'delete from colloquy_term where rowid = @key'
