import { selected } from '../rows.ts'

const columns = selected('link', 'l')

export const link = `select ${columns} from colloquy_link l
where l.tenant = ? and l.type = ? and l.record = ? and l.conversation = ?`

// Left to itself, the planner walks the primary key: it takes a tenant for ten rows, and saves itself the sorting.
const ofConversation = 'colloquy_link l indexed by colloquy_link_conversation'

/** All of a conversation, by type and id. */
export const links = `select ${columns} from ${ofConversation}
where l.tenant = ? and l.conversation = ? order by l.type, l.record`

/** All of some conversations, by type and id: their ids as JSON, then the tenant. */
export const linksAmong = `select ${columns} from json_each(?) j
cross join ${ofConversation} on l.tenant = ? and l.conversation = j.value order by l.type, l.record`
