/** The place of an event in its tenant's log. */
export const positionOf = `select position from colloquy_event
where tenant = ? and conversation = ? and reader = ? and version = ?`
