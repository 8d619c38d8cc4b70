import type { Viewer } from '@colloquy/core'
import { lateral } from '../query/fenced.ts'
import { takesPart } from '../query/matching.ts'
import { visibleOne } from '../query/summaries.ts'
import { selected } from '../rows.ts'
import { publicKind } from './publicKind.ts'

/** Who takes part, as a viewer knows, with what they are called; nobody where they may not see the conversation. */
export const participants = (viewer: Viewer): string => `
select json_build_array(${selected('seat', 'p')}, (
    select ne.personal from colloquy_event ne
    where ne.tenant = @tenant and ne.conversation = @conversation and ne.reader = '' and ne.version = p.name_version),
  ${publicKind('p')}) as row
from (select 1 from ${visibleOne(viewer)} offset 0) v
cross join ${lateral('colloquy_seat', 'p', 'p.tenant = @tenant and p.conversation = @conversation')}
where ${takesPart('p', viewer.side)}
order by p.side, p.actor`
