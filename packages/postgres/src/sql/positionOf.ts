import { foundFor, given, rowsGiven } from './given.ts'

/** The places of events in their tenant's log. */
export const positionsOf = `select json_build_array(w.i, e.position) as row
from ${rowsGiven('i integer', given('conversation', 'text'), given('reader', 'text'), given('version', 'integer'))}
${foundFor(`select e.position from colloquy_event e
  where e.tenant = @tenant and e.conversation = w.conversation and e.reader = w.reader and e.version = w.version`)} e`
