import { peopleIn, selected } from '@colloquy/core/storage'
import { dialect } from './dialect.ts'
import { lateral } from './fenced.ts'

export const { publicKind, takesPart } = peopleIn(dialect)

/** The participants that a side sees, with their contacts; none where the conversation is not `visible`. */
export const participants = (side: 'staff' | 'customer', visible: string): string => `
select json_build_array(${selected('seat', 'p')}, (
    select ne.personal from colloquy_event ne
    where ne.tenant = @tenant and ne.conversation = @conversation and ne.reader = '' and ne.version = p.name_version),
  ${publicKind('p')}) as row
from (select 1 from ${visible} offset 0) v
cross join ${lateral('colloquy_seat', 'p', 'p.tenant = @tenant and p.conversation = @conversation')}
where ${takesPart('p', side)}
order by p.side, p.actor`
