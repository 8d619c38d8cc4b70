import { selected } from '../rows.ts'

const columns = selected('link', 'l')

export const link = `select ${columns} from colloquy_link l
where l.tenant = ? and l.type = ? and l.record = ? and l.conversation = ?`

/** All of a conversation, by type and id. */
export const links = `select ${columns} from colloquy_link l
where l.tenant = ? and l.conversation = ? order by l.type, l.record`

/** All of some conversations, by type and id: their ids as JSON, then the tenant. */
export const linksAmong = `select ${columns} from json_each(?) j
cross join colloquy_link l on l.tenant = ? and l.conversation = j.value order by l.type, l.record`
