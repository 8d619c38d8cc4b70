/** Removes some receipts of commands accepted before a time. Answers how many. */
export const forgetSome = `with gone as (
  delete from colloquy_ledger l where l.tenant = @tenant and l.at < @before and l.ctid = any (array(
    select ctid from colloquy_ledger where tenant = @tenant and at < @before limit @limit))
  returning 1)
select json_build_array(count(*)) as row from gone`
