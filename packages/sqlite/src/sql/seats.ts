import { selected, selectedBriefly } from '../rows.ts'

export const seat = `select ${selected('seat', 's')} from colloquy_seat s
where s.tenant = ? and s.conversation = ? and s.side = ? and s.actor = ?`

/** Everybody's, by side and id. */
export const seats = `select ${selected('seat', 's')} from colloquy_seat s
where s.tenant = ? and s.conversation = ? order by s.side, s.actor`

/** The seats of staff, from pairs of a conversation and who is asked for, as JSON, and the tenant. */
export const assigneesAmong = `select ${selectedBriefly('seat', 's')} from json_each(?) j
cross join colloquy_seat s on s.tenant = ? and s.conversation = j.value ->> 0 and s.side = 'staff' and s.actor = j.value ->> 1`
