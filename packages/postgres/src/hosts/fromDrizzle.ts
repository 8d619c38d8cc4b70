import { onceFor, type Row, type Transaction } from './Transaction.ts'

/** What Drizzle asks of a statement that isn't a string: how it reads, with its values beside it. */
type Statement = {
  readonly getSQL: () => {
    readonly toQuery: (config: never) => { readonly sql: string; readonly params: Array<unknown> }
  }
}

/** The `tx` of `db.transaction(async (tx) => …)`, of Drizzle over pg or Postgres.js. */
export type DrizzleTransaction = {
  // Postgres.js answers the rows themselves.
  execute(
    statement: string | Statement,
  ): PromiseLike<ReadonlyArray<Row> | { readonly rows: ReadonlyArray<Row> }>
}

// Pieces of text and values put together with Drizzle's `sql` would be numbered anew: a value that stands twice would
// become two, and PostgreSQL could not tell the type of each. A statement that is ready is passed on as it is.
const ready = (text: string, values: ReadonlyArray<unknown>): Statement => ({
  getSQL: () => ({ toQuery: () => ({ sql: text, params: [...values] }) }),
})

/** Lets conversations take part in a transaction of Drizzle: `chat.within(fromDrizzle(tx))`. */
export const fromDrizzle: (tx: DrizzleTransaction) => Transaction = onceFor((tx) => ({
  query: async (text, values) => {
    const answer = await tx.execute(ready(text, values))
    return { rows: 'rows' in answer ? answer.rows : answer }
  },
}))
