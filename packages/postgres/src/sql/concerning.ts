import { exists } from '../query/fenced.ts'

/** The streams that hold personal content of somebody still. */
export const concerning = `select json_build_array(s.conversation) as row from colloquy_subject s
where s.tenant = @tenant and s.subject = @subject and ${exists(`select 1 from colloquy_event e
  where e.tenant = @tenant and e.conversation = s.conversation and e.subject = @subject and e.personal is not null`)}
order by s.conversation`
