/** The number of an event of a conversation's own stream. */
export const eventNumber = `select n from colloquy_event
where tenant = ? and conversation = ? and reader = '' and version = ?`
