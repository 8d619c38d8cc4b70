/**
 * The planner's statistics contain values of a column, and keep them after the rows are deleted, so columns with
 * erasable content have none. Changing a column's type, even to the same type, drops its existing statistics.
 */
export const withoutStatistics = `
alter table colloquy_event alter column personal set statistics 0, alter column personal type json;
alter table colloquy_term alter column terms set statistics 0, alter column terms type tsvector;
alter table colloquy_ledger alter column hash set statistics 0, alter column hash type text collate "C";
`
