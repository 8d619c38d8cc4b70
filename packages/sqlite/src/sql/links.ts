import { selected } from '../rows.ts'

const columns = selected('link', 'l')

export const link = `select ${columns} from colloquy_link l
where l.tenant = ? and l.type = ? and l.record = ? and l.conversation = ?`

/** All of a conversation, by type and id. */
export const links = `select ${columns} from colloquy_link l
where l.tenant = ? and l.conversation = ? order by l.type, l.record`
