import { selected } from '../rows.ts'

export const seat = `select ${selected('seat', 's')} from colloquy_seat s
where s.tenant = ? and s.conversation = ? and s.side = ? and s.actor = ?`

/** Everybody's, by side and id. */
export const seats = `select ${selected('seat', 's')} from colloquy_seat s
where s.tenant = ? and s.conversation = ? order by s.side, s.actor`
