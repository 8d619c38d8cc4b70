import { selected } from '../rows.ts'
import { foundFor, given, rowsGiven } from './given.ts'

const link = `json_build_array(${selected('link', 'l')}) as row`
const inConversation =
  'select * from colloquy_link l where l.tenant = @tenant and l.conversation = w.conversation'

export const linksNamed = `select ${link}
from ${rowsGiven(given('conversation', 'text'), given('type', 'text'), given('record', 'text'))}
${foundFor(`${inConversation} and l.type = w.type and l.record = w.record`)} l`

/** All of some conversations, by type and id. */
export const linksOfAll = `select ${link}
from ${rowsGiven(given('conversation', 'text'))} ${foundFor(inConversation)} l
order by l.conversation, l.type, l.record`
