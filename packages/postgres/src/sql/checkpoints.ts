import { slotCount } from '@colloquy/core/storage'
import { needed } from '../schema.ts'

/** A subscription's slots, created once: a stream must never move to another slot. */
export const makeSlots = `insert into colloquy_slot (name, slot, owner, lease_until, epoch)
select @name, slot, null, 0, 0 from generate_series(0, ${slotCount - 1}) slot on conflict do nothing`
export const makeSlotsOnce = `with changed as (${makeSlots} returning slot)
select json_build_array(slot) as row from changed order by slot`

const answered = (change: string): string => `with changed as (${change} returning slot, epoch)
select json_build_array(slot, epoch) as row from changed order by slot`

/** No slot is renewed where a later version forbids this code to write, so that its leases expire. */
export const renewSlots = answered(
  `update colloquy_slot set lease_until = @until where name = @name and owner = @owner
and not exists (select 1 from colloquy_meta where key = 'writers' and value::integer > ${needed})`,
)
export const takeSlots = `update colloquy_slot set owner = @owner, lease_until = @until, epoch = epoch + 1
where name = @name and slot in (
  select slot from colloquy_slot where name = @name and (owner is null or (owner <> @owner and lease_until <= @now))
  order by slot limit @limit)`
/** One process at a time takes free slots: two concurrent ones would both take the same slot. */
export const lockSlots =
  'select json_build_array(slot) as row from colloquy_slot where name = @name order by slot for no key update'
export const ownedSlots =
  'select json_build_array(slot, epoch) as row from colloquy_slot where name = @name and owner = @owner order by slot'
export const releaseSlots = 'update colloquy_slot set owner = null where name = @name and owner = @owner'

export const positionsOf = `select json_build_array(tenant, position) as row from colloquy_checkpoint
where name = @name and slot = @slot order by tenant`

/** Where a slot has no checkpoint, the furthest behind is at the start. */
export const behind = `select json_build_array(tenant, min(position)) as row from colloquy_checkpoint
where name = @name group by tenant having count(*) = ${slotCount} and min(position) > 0 order by tenant`

/** The given slots that were not taken over since their epochs, locked until this transaction ends. */
export const slotsOurs = `select json_build_array(s.slot) as row
from json_to_recordset(@slots::json) as w(slot integer, epoch integer)
join colloquy_slot s on s.name = @name and s.slot = w.slot and s.epoch = w.epoch
order by s.slot for share of s`
export const advanceSlots = `insert into colloquy_checkpoint as c (name, slot, tenant, position)
select @name, w.slot, @tenant, @position::bigint from json_to_recordset(@slots::json) as w(slot integer) order by w.slot
on conflict (name, slot, tenant) do update set position = excluded.position where excluded.position > c.position`

/** The first checkpoint of all slots of a subscription. */
export const placeSlots = `insert into colloquy_checkpoint (name, slot, tenant, position)
select s.name, s.slot, w.tenant, w.position from json_to_recordset(@places::json) as w(tenant text, position bigint)
cross join colloquy_slot s where s.name = @name`

export const hold = `insert into colloquy_parked
  (name, tenant, conversation, position, error, attempts, since, due, waited, parked)
values (@name, @tenant, @conversation, @position, @error, @attempts, @since, @due, @waited, @parked)
on conflict (name, tenant, conversation) do update set position = excluded.position, error = excluded.error,
  attempts = excluded.attempts, since = excluded.since, due = excluded.due, waited = excluded.waited,
  parked = excluded.parked`
const heldWhere = (which: string): string => `select json_build_array(
  tenant, conversation, position, error, attempts, since, due, waited, parked) as row
from colloquy_parked where name = @name ${which} order by tenant, conversation`
export const held = heldWhere('')
export const heldDue = heldWhere('and due <= @dueBy')
export const heldOne = heldWhere('and tenant = @tenant and conversation = @conversation')
export const hurry = `with changed as (
  update colloquy_parked set due = 0 where name = @name and tenant = @tenant and conversation = @conversation returning 1
) select json_build_array(1) as row from changed`
export const letGo = `delete from colloquy_parked
where name = @name and tenant = @tenant and conversation = @conversation and position = @position`
export const waiting = `select json_build_array(count(*)) as row from colloquy_parked p
join colloquy_event e on e.tenant = p.tenant and e.conversation = p.conversation and e.position >= p.position
where p.name = @name and p.tenant = @tenant and e.position <= @upTo`
