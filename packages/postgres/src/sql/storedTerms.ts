/** What search holds of the events of a conversation. */
export const storedTerms = `select json_build_array(t.version, tsvector_to_array(t.terms)) as row from colloquy_term t
where t.tenant = @tenant and t.conversation = @conversation`
