import { selected } from '@colloquy/core/storage'
import { lateral } from './fenced.ts'

/** Whether somebody wrote something public that was not removed. */
const wrotePublicly = (seat: string): string => `exists (select 1 from colloquy_message w
  where w.tenant = @tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and not w.removed and w.author_side = ${seat}.side and w.author = ${seat}.actor offset 0)`

/** Whether a viewer's side knows of somebody: customers know of staff by what these wrote publicly, and only by that. */
export const takesPart = (seat: string, side: 'staff' | 'customer'): string =>
  side === 'staff'
    ? `${seat}.participant`
    : `case ${seat}.side when 'customer' then ${seat}.participant else ${wrotePublicly(seat)} end`

/** As what somebody wrote their last public message that was not removed; null where there is none. */
const publicKind = (seat: string): string => `(select w.author_kind from colloquy_message w
  where w.tenant = @tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and not w.removed and w.author_side = ${seat}.side and w.author = ${seat}.actor
  order by w.customer_n desc limit 1)`

/** Who takes part, as a side knows, with what they are called; nobody where the conversation is not `visible`. */
export const participants = (side: 'staff' | 'customer', visible: string): string => `
select json_build_array(${selected('seat', 'p')}, (
    select ne.personal from colloquy_event ne
    where ne.tenant = @tenant and ne.conversation = @conversation and ne.reader = '' and ne.version = p.name_version),
  ${publicKind('p')}) as row
from (select 1 from ${visible} offset 0) v
cross join ${lateral('colloquy_seat', 'p', 'p.tenant = @tenant and p.conversation = @conversation')}
where ${takesPart('p', side)}
order by p.side, p.actor`
