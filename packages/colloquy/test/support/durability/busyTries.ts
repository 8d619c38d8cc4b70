import Database from 'better-sqlite3'

/** Counts how often a write lock was asked for while another process held it: the driver says so by failing. */
export const busyTries = (): { readonly count: () => number } => {
  let count = 0
  const prototype = Database.prototype
  const prepare = Reflect.get(prototype, 'prepare')
  const prepared = function (this: Database.Database, sql: string): Database.Statement {
    const statement: Database.Statement = Reflect.apply(prepare, this, [sql])
    if (sql !== 'begin immediate') return statement
    const run = statement.run.bind(statement)
    const counted = (): Database.RunResult => {
      try {
        return run()
      } catch (error) {
        count += 1
        throw error
      }
    }
    return Object.assign(statement, { run: counted })
  }
  Object.assign(prototype, { prepare: prepared })
  return { count: () => count }
}
