import { foundFor, given, rowsGiven } from './given.ts'

/** What conversations were started with, as a keyed hash. */
export const startHashes = `select json_build_array(w.conversation, e.personal ->> 'hash') as row
from ${rowsGiven(given('conversation', 'text'))}
${foundFor(`select e.personal from colloquy_event e
  where e.tenant = @tenant and e.conversation = w.conversation and e.reader = '' and e.version = 1`)} e`
