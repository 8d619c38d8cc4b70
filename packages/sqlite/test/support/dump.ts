import Database from 'better-sqlite3'

/** All statements that made what is in a file, as SQLite keeps them. */
export const dump = (file: string): string => {
  const database = new Database(file, { readonly: true })
  const rows = database
    .prepare(
      `select sql from sqlite_schema where sql is not null and name not like 'colloquy\\_term\\_%' escape '\\'
       order by tbl_name, type = 'table' desc, type, name`,
    )
    .pluck()
    .all()
  database.close()
  return `${rows.map((sql) => `${String(sql)};`).join('\n\n')}\n`
}
