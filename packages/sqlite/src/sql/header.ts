import { selected } from '../rows.ts'

/** A conversation's own row. */
export const header = `select ${selected('conversation', 'c')} from colloquy_conversation c
where c.tenant = ? and c.conversation = ?`
