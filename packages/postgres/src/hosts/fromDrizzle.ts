import { onceFor, type Row, type Transaction } from './Transaction.ts'

/** Drizzle's form of a compiled statement: text and parameters. */
type Statement = {
  readonly getSQL: () => {
    readonly toQuery: (config: never) => { readonly sql: string; readonly params: Array<unknown> }
  }
}

/** The `tx` of `db.transaction(async (tx) => …)`, of Drizzle over pg or Postgres.js. */
export type DrizzleTransaction = {
  // Postgres.js returns an array of rows.
  execute(
    statement: string | Statement,
  ): PromiseLike<ReadonlyArray<Row> | { readonly rows: ReadonlyArray<Row> }>
}

// Drizzle's `sql` would renumber the parameters: a repeated one would become two, and PostgreSQL could not infer the
// type of each. A compiled statement is passed on unchanged.
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
