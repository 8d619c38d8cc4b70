import { selected } from '../rows.ts'
import { foundFor, given, perhapsFor, rowsGiven } from './given.ts'

/** Messages, each with the hash of what was given, which stands with its text. */
export const messagesWithHash = `select json_build_array(${selected('message', 'm')}, e.personal ->> 'hash') as row
from ${rowsGiven(given('conversation', 'text'), given('id', 'text'))}
${foundFor('select * from colloquy_message m where m.tenant = @tenant and m.conversation = w.conversation and m.id = w.id')} m
${perhapsFor(
  `select e.personal from colloquy_event e
  where e.tenant = @tenant and e.conversation = m.conversation and e.reader = '' and e.version = m.version`,
  'e',
)}`
