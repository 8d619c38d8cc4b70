import Database from 'better-sqlite3'

/** Counts how often a write lock was asked for while another process held it: the driver says so by failing. */
export const busyTries = (): { readonly count: () => number } => {
  let count = 0
  const prepare = Database.prototype.prepare
  Database.prototype.prepare = function prepared(this: Database.Database, sql: string) {
    const statement = prepare.call(this, sql)
    if (sql !== 'begin immediate') return statement
    const run = statement.run.bind(statement)
    return Object.assign(statement, {
      run: (...values: Array<unknown>) => {
        try {
          return run(...values)
        } catch (error) {
          count += 1
          throw error
        }
      },
    })
  } as typeof prepare
  return { count: () => count }
}
