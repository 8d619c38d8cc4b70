import { onceFor, type Row, type Transaction } from './Transaction.ts'

/** Kysely's form of a compiled statement. */
type Compiled = {
  readonly sql: string
  readonly parameters: ReadonlyArray<unknown>
  readonly query: {
    readonly kind: 'RawNode'
    readonly sqlFragments: ReadonlyArray<string>
    readonly parameters: ReadonlyArray<never>
  }
  readonly queryId: { readonly queryId: string }
}

type Executor = { executeQuery(compiled: Compiled): Promise<{ readonly rows: ReadonlyArray<Row> }> }

/** The `trx` of `db.transaction().execute(async (trx) => …)`, or a controlled transaction. */
export type KyselyTransaction = Executor & { withoutPlugins(): Executor }

const compiled = (text: string, values: ReadonlyArray<unknown>): Compiled => ({
  sql: text,
  parameters: values,
  query: { kind: 'RawNode', sqlFragments: [text], parameters: [] },
  // Kysely identifies queries by this object, not by its content.
  queryId: { queryId: 'colloquy' },
})

/** Lets conversations take part in a transaction of Kysely: `chat.within(fromKysely(trx))`. */
export const fromKysely: (trx: KyselyTransaction) => Transaction = onceFor((trx) => {
  // The host's plugins could rename columns or parse JSON, so they are left out.
  const executor = trx.withoutPlugins()
  return { query: (text, values) => executor.executeQuery(compiled(text, values)) }
})
