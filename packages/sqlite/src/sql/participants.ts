import { selected } from '@colloquy/core/storage'

/** Whether somebody wrote something public that was not removed. */
const wrotePublicly = (seat: string): string => `exists (select 1 from colloquy_message w
  where w.tenant = ${seat}.tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and w.removed = 0 and w.author_side = ${seat}.side and w.author = ${seat}.actor)`

/** Whether a viewer's side knows of somebody: customers know of staff by what these wrote publicly, and only by that. */
export const takesPart = (seat: string, side: 'staff' | 'customer'): string =>
  side === 'staff'
    ? `${seat}.participant = 1`
    : `case ${seat}.side when 'customer' then ${seat}.participant = 1 else ${wrotePublicly(seat)} end`

/** As what somebody wrote their last public message that was not removed; null where there is none. */
const publicKind = (seat: string): string => `(select w.author_kind from colloquy_message w
  where w.tenant = ${seat}.tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and w.removed = 0 and w.author_side = ${seat}.side and w.author = ${seat}.actor
  order by w.customer_n desc limit 1)`

/** Who takes part, as a side knows, with what they are called. */
export const participants = (side: 'staff' | 'customer'): string => `
select ${selected('seat', 'p')}, ne.personal, ${publicKind('p')} as public_kind
from colloquy_seat p
left join colloquy_event ne on ne.tenant = p.tenant and ne.conversation = p.conversation and ne.reader = ''
  and ne.version = p.name_version
where p.tenant = ? and p.conversation = ? and ${takesPart('p', side)}
order by p.side, p.actor`
