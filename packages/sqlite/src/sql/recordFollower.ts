/** Somebody's following, in a record's stream. */
export const recordFollower = `select version, following
from colloquy_record_follower indexed by colloquy_record_follower_stream
where tenant = ? and conversation = ? and side = ? and actor = ?`
