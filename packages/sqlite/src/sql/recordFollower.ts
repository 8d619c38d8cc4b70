/** Somebody's following, in a record's stream. */
export const recordFollower = `select version, following from colloquy_record_follower
where tenant = ? and conversation = ? and side = ? and actor = ?`
