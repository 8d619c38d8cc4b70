import { slotCount } from '@colloquy/core/storage'

/** A subscription's slots, created once: a stream must never move to another slot. */
export const makeSlots = `insert into colloquy_slot (name, slot, owner, lease_until, epoch)
with recursive slots (slot) as (select 0 union all select slot + 1 from slots where slot < ${slotCount - 1})
select @name, slot, null, 0, 0 from slots where true on conflict do nothing`
export const renewSlots =
  'update colloquy_slot set lease_until = @until where name = @name and owner = @owner returning slot, epoch'
export const takeSlots = `update colloquy_slot set owner = @owner, lease_until = @until, epoch = epoch + 1
where name = @name and slot in (
  select slot from colloquy_slot where name = @name and (owner is null or (owner <> @owner and lease_until <= @now))
  order by slot limit @limit)`
export const ownedSlots = 'select slot, epoch from colloquy_slot where name = ? and owner = ? order by slot'
export const releaseSlots = 'update colloquy_slot set owner = null where name = ? and owner = ?'
export const slotEpoch = 'select 1 from colloquy_slot where name = ? and slot = ? and epoch = ?'

export const positionsOf =
  'select tenant, position from colloquy_checkpoint where name = ? and slot = ? order by tenant'
/** Where a slot has no checkpoint, the furthest behind is at the start. */
export const behind = `select tenant, min(position) from colloquy_checkpoint where name = ?
group by tenant having count(*) = ${slotCount} and min(position) > 0 order by tenant`
export const advanceSlot = `insert into colloquy_checkpoint (name, slot, tenant, position) values (?, ?, ?, ?)
on conflict (name, slot, tenant) do update set position = excluded.position where excluded.position > position`

export const hasSlots = 'select 1 from colloquy_slot where name = ? limit 1'
/** The first checkpoint of all slots of a subscription. */
export const placeSlots = `insert into colloquy_checkpoint (name, slot, tenant, position)
select name, slot, @tenant, @position from colloquy_slot where name = @name`

export const hold = `insert into colloquy_parked
  (name, tenant, conversation, position, error, attempts, since, due, waited, parked)
values (@name, @tenant, @conversation, @position, @error, @attempts, @since, @due, @waited, @parked)
on conflict (name, tenant, conversation) do update set position = excluded.position, error = excluded.error,
  attempts = excluded.attempts, since = excluded.since, due = excluded.due, waited = excluded.waited,
  parked = excluded.parked`
const heldWhere = (which: string): string => `select
  tenant, conversation, position, error, attempts, since, due, waited, parked
from colloquy_parked where name = @name ${which} order by tenant, conversation`
export const held = heldWhere('')
export const heldDue = heldWhere('and due <= @dueBy')
export const heldOne = heldWhere('and tenant = @tenant and conversation = @conversation')
export const hurry = `update colloquy_parked set due = 0 where name = ? and tenant = ? and conversation = ?`
export const letGo =
  'delete from colloquy_parked where name = ? and tenant = ? and conversation = ? and position = ?'
/** `cross join` makes the planner start from the few held streams and read only their events, not the whole log. */
export const waiting = `select count(*) from colloquy_parked p cross join colloquy_event e
where p.name = ? and p.tenant = ? and e.tenant = p.tenant and e.conversation = p.conversation
  and e.position >= p.position and e.position <= ?`
