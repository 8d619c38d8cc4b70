import { foundFor, given, rowsGiven } from './given.ts'
import { atPlace } from './placesGiven.ts'

const conversation = given('conversation', 'text')
const ofConversation = `select x.tableoid as part, x.ctid as place from colloquy_term x where x.tenant = @tenant and x.conversation = w.conversation`

/** What search finds of single events. */
export const removeTerms = `delete from colloquy_term t using (select x.part, x.place from ${rowsGiven(conversation, given('version', 'integer'))}
${foundFor(`${ofConversation} and x.version = w.version`)} x offset 0) w where ${atPlace}`

/** Everything that search finds of conversations. */
export const removeTermsOf = `delete from colloquy_term t using (select x.part, x.place from ${rowsGiven(conversation)}
${foundFor(ofConversation)} x offset 0) w where ${atPlace}`
