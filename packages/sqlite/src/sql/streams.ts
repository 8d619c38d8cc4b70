/** The first stream there is, and the one after another: by jumps in the index, not through all events. */
export const firstStream =
  'select tenant, conversation from colloquy_event order by tenant, conversation limit 1'
export const streamAfter = `select tenant, conversation from colloquy_event
where (tenant, conversation) > (+?, +?) order by tenant, conversation limit 1`
