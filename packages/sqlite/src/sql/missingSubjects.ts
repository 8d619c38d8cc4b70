/** Of whose content a stream holds something, with nothing that notes it. */
export const missingSubjects = `select distinct e.subject from colloquy_event e
where e.tenant = ? and e.conversation = ? and e.personal is not null and e.subject is not null
and not exists (select 1 from colloquy_subject s
  where s.tenant = e.tenant and s.subject = e.subject and s.conversation = e.conversation)
order by e.subject`
