import { peopleIn, selected } from '@colloquy/core/storage'
import { dialect } from './dialect.ts'

export const { publicKind, takesPart } = peopleIn(dialect)

/** The participants that a side sees, with their contacts. */
export const participants = (side: 'staff' | 'customer'): string => `
select ${selected('seat', 'p')}, ne.personal, ${publicKind('p')} as public_kind
from colloquy_seat p
left join colloquy_event ne on ne.tenant = p.tenant and ne.conversation = p.conversation and ne.reader = ''
  and ne.version = p.name_version
where p.tenant = @tenant and p.conversation = @conversation and ${takesPart('p', side)}
order by p.side, p.actor`
