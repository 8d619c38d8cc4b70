import Database from 'better-sqlite3'

/** What a piece of work asked of the database. */
export type Asked = {
  readonly sql: ReadonlyArray<string>
  /** How many rows came back in all. */
  readonly rows: number
}

const reading = ['get', 'all', 'iterate'] as const

/** Counts, from when it is called, the statements that run in this process and the rows that they answer. */
export const counting = (): {
  readonly during: (work: () => Promise<unknown>) => Promise<Asked>
  readonly stop: () => void
} => {
  const prototype = Database.prototype
  const prepare = Reflect.get(prototype, 'prepare')
  let asked: Array<string> = []
  let rows = 0
  const prepared = function (this: Database.Database, sql: string): Database.Statement {
    const statement: Database.Statement = Reflect.apply(prepare, this, [sql])
    for (const name of [...reading, 'run'] as const) {
      const call = Reflect.get(statement, name)
      const counted = (...values: ReadonlyArray<unknown>): unknown => {
        asked.push(sql)
        const answer: unknown = Reflect.apply(call, statement, values)
        if (name === 'get' && answer !== undefined) rows += 1
        if (name === 'all' && Array.isArray(answer)) rows += answer.length
        return name === 'iterate' ? each(answer as Iterable<unknown>) : answer
      }
      Object.assign(statement, { [name]: counted })
    }
    return statement
  }
  const each = function* (answer: Iterable<unknown>): Generator<unknown> {
    for (const row of answer) {
      rows += 1
      yield row
    }
  }
  Object.assign(prototype, { prepare: prepared })
  return {
    during: async (work) => {
      asked = []
      rows = 0
      await work()
      return { sql: Array.from(asked), rows }
    },
    stop: () => {
      Object.assign(prototype, { prepare })
    },
  }
}
