/** What an event of a conversation's own stream holds of a person. */
export const personalAt = `select json_build_array(e.personal) as row from colloquy_event e
where e.tenant = @tenant and e.conversation = @conversation and e.reader = '' and e.version = @version`
