import { onceFor, type Row, type Transaction } from './Transaction.ts'

type KnexResult = { readonly rows: ReadonlyArray<Row> }

/** The `trx` of `knex.transaction(async (trx) => …)`. */
export type KnexTransaction = {
  raw(text: string): {
    options(options: { readonly values: ReadonlyArray<unknown> }): PromiseLike<KnexResult>
  }
}

/** Knex reads a question mark as a parameter unless a backslash escapes it. Our statements have no escaped ones. */
const escaped = (text: string): string => text.replaceAll('?', '\\?')

/**
 * Lets conversations take part in a transaction of Knex: `chat.within(fromKnex(trx))`.
 *
 * The values go as an option of the driver, past Knex's own bindings, which are counted: a value that stands twice
 * would become two, and PostgreSQL could not tell the type of each.
 */
export const fromKnex: (trx: KnexTransaction) => Transaction = onceFor((trx) => ({
  query: async (text, values) => {
    const { rows } = await trx.raw(escaped(text)).options({ values })
    return { rows }
  },
}))
