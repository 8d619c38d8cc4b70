import { messageEventTypes, selected } from '@colloquy/core/storage'
import { eventList } from './events.ts'

const columns = selected('message', 'm')

/**
 * Visible messages on one side of an ordinal, with their texts, their authors' names, and whether the viewer sees what
 * they quote. `n`: the ordinal of the viewer's audience.
 */
export const messagesFrom = (n: 'n' | 'customer_n', beyond: '<' | '>' | '>=', only: boolean): string => `
select ${columns}, be.personal ->> '$.body', ne.personal ->> '$.name', r.id is not null
from colloquy_message m
left join colloquy_event be on be.tenant = m.tenant and be.conversation = m.conversation and be.reader = ''
  and be.version = m.body_version
left join colloquy_seat a on a.tenant = m.tenant and a.conversation = m.conversation and a.side = m.author_side
  and a.actor = m.author
left join colloquy_event ne on ne.tenant = a.tenant and ne.conversation = a.conversation and ne.reader = ''
  and ne.version = a.name_version
left join colloquy_message r on r.tenant = m.tenant and r.conversation = m.conversation and r.id = m.reply_to
  and r.${n} > @hidden
where m.tenant = @tenant and m.conversation = @conversation and m.${n} ${beyond} @from and m.${n} > @hidden
${only ? 'and m.visibility = @only' : ''} order by m.${n} ${beyond === '<' ? 'desc' : 'asc'} limit @limit`

/** The nearest message on one side of an ordinal: its version for the viewer's side. */
export const placeNear = (n: 'n' | 'customer_n', beyond: '<' | '<=' | '>' | '>=', only: boolean): string => `
select ${n === 'n' ? 'version' : 'customer_version'} from colloquy_message
where tenant = @tenant and conversation = @conversation and ${n} ${beyond} @from and ${n} > @hidden
${only ? 'and visibility = @only' : ''} order by ${n} ${beyond.startsWith('<') ? 'desc' : 'asc'} limit 1`

/** The version of the last message hidden from a reader. */
export const placeOf = (n: 'n' | 'customer_n'): string => `
select ${n === 'n' ? 'version' : 'customer_version'} from colloquy_message
where tenant = @tenant and conversation = @conversation and ${n} = @hidden`

/** The ordinal of a message. */
export const ordinalOf = (n: 'n' | 'customer_n'): string => `
select ${n} from colloquy_message where tenant = @tenant and conversation = @conversation and id = @id and ${n} > @hidden`

// Migration 1 creates a partial index with this condition: another type of message event needs another index.
const notMessages = `e.type not in (${messageEventTypes.map((type) => `'${type}'`).join(', ')})`

/** The other events between two versions. */
export const eventsBetween = (audience: 'staff' | 'customer'): string => `
select ${eventList} from colloquy_event e
where e.tenant = @tenant and e.conversation = @conversation and e.reader = '' and ${notMessages} and ${
  audience === 'staff'
    ? 'e.version > @after and e.version <= @upTo order by e.version'
    : 'e.customer_version is not null and e.customer_version > @after and e.customer_version <= @upTo order by e.customer_version'
}`
