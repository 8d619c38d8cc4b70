import { selected } from '../rows.ts'
import { foundFor, given, rowsGiven } from './given.ts'

const seat = `json_build_array(${selected('seat', 's')}) as row`
const conversation = given('conversation', 'text')
const inConversation =
  'select * from colloquy_seat s where s.tenant = @tenant and s.conversation = w.conversation'

/** Somebody's, in some conversations. */
export const seatsNamed = `select ${seat}
from ${rowsGiven(conversation, given('side', 'text'), given('actor', 'text'))}
${foundFor(`${inConversation} and s.side = w.side and s.actor = w.actor`)} s`

/** Everybody's, by side and id. */
export const seatsOfAll = `select ${seat}
from ${rowsGiven(conversation)} ${foundFor(inConversation)} s
order by s.conversation, s.side, s.actor`

/** The seats of whoever is assigned. */
export const seatsOfAssignees = `select ${seat}
from ${rowsGiven(conversation)}
${foundFor('select assignee from colloquy_conversation c where c.tenant = @tenant and c.conversation = w.conversation')} c
${foundFor(`${inConversation} and s.side = 'staff' and s.actor = c.assignee`)} s`
