import { foundFor, given, rowsGiven } from './given.ts'

/** Somebody's following, in a record's stream. */
export const recordFollowers = `select json_build_array(f.conversation, f.side, f.actor, f.version, f.following) as row
from ${rowsGiven(given('conversation', 'text'), given('side', 'text'), given('actor', 'text'))}
${foundFor(`select * from colloquy_record_follower f
  where f.tenant = @tenant and f.conversation = w.conversation and f.side = w.side and f.actor = w.actor`)} f`
