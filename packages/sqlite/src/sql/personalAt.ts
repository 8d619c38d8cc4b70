/** What an event of a conversation's own stream holds of a person. */
export const personalAt = `select personal from colloquy_event
where tenant = ? and conversation = ? and reader = '' and version = ?`
