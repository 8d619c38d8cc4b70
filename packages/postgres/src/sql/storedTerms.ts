/** What search holds of the events of a conversation: their versions, and their words as a list in JSON. */
export const storedTerms = `select t.version::text, array_to_json(tsvector_to_array(t.terms))::text from colloquy_term t
where t.tenant = @tenant and t.conversation = @conversation`
