/** The number of a transaction that begins now. */
export const nowNumber = 'select json_build_array(pg_current_xact_id()::xid::text) as row'

/** How many may still read what was there before a transaction began: others here, prepared ones, and replicas. */
export const olderReaders = `select json_build_array(
  (select count(*) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()
    and greatest(age(backend_xmin), age(backend_xid)) >= age(@now::text::xid))
  + (select count(*) from pg_prepared_xacts where database = current_database())
  + (select count(*) from pg_replication_slots where age(xmin) >= age(@now::text::xid))) as row`

/** What is left of indexes that were not finished. */
export const leftovers = `select json_build_array(format('%s.%I', @schema::text, c.relname)) as row
from pg_class c join pg_index i on i.indexrelid = c.oid
where c.relnamespace = @schema::text::regnamespace and c.relname like 'colloquy\\_term\\_terms\\_cc%' and not i.indisvalid`
