import { exists } from '../query/fenced.ts'

/** Of whose content a stream holds something, with nothing that notes it. */
export const missingSubjects = `select json_build_array(e.subject) as row from (
  select distinct e.subject from colloquy_event e where e.tenant = @tenant and e.conversation = @conversation
  and e.personal is not null and e.subject is not null) e
where not ${exists(`select 1 from colloquy_subject s
  where s.tenant = @tenant and s.subject = e.subject and s.conversation = @conversation`)}
order by e.subject`
