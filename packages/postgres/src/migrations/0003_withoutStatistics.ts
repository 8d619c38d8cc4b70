/**
 * The server's statistics of a column hold some of its values, and keep them when the rows are gone: there are none of
 * the columns that are erased. A change of type, be it to the same, drops those that were made before.
 */
export const withoutStatistics = `
alter table colloquy_event alter column personal set statistics 0, alter column personal type json;
alter table colloquy_term alter column terms set statistics 0, alter column terms type tsvector;
alter table colloquy_ledger alter column hash set statistics 0, alter column hash type text collate "C";
`
