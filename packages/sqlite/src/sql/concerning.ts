/** The streams that hold personal content of somebody. */
export const concerning = `select distinct conversation from colloquy_event
where tenant = ? and subject = ? and personal is not null order by conversation`
