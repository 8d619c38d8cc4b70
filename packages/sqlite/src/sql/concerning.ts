/** The streams that hold personal content of somebody still. */
export const concerning = `select s.conversation from colloquy_subject s
where s.tenant = @tenant and s.subject = @subject and exists (
  select 1 from colloquy_event e
  where e.tenant = s.tenant and e.conversation = s.conversation and e.subject = s.subject and e.personal is not null)
order by s.conversation`
