import { onceFor, type Row, type Transaction } from './Transaction.ts'

/** A statement as Kysely runs it once it has compiled one. */
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
  // Kysely tells statements apart by this object, not by the name in it.
  queryId: { queryId: 'colloquy' },
})

/** Lets conversations take part in a transaction of Kysely: `chat.within(fromKysely(trx))`. */
export const fromKysely: (trx: KyselyTransaction) => Transaction = onceFor((trx) => {
  // The host's plugins rename columns, or read JSON from text: what is answered here isn't the host's.
  const executor = trx.withoutPlugins()
  return { query: (text, values) => executor.executeQuery(compiled(text, values)) }
})
