/** A row from a driver: values by column. */
export type Row = { readonly [column: string]: unknown }

/**
 * A transaction that the host has begun: it runs a statement with `$1, $2…` and binds its parameters. A client of `pg`
 * is one; the adapters here make one from a query builder's transaction.
 */
export type Transaction = {
  // A method and not a property: clients declare a mutable array for the parameters, which only fits a method.
  query(text: string, values: ReadonlyArray<unknown>): Promise<{ readonly rows: ReadonlyArray<Row> }>
}

/**
 * One handle for each transaction, however often it is requested: calls on one handle are queued, and without that two
 * savepoints would undo each other.
 */
export const onceFor = <T extends object>(make: (of: T) => Transaction): ((of: T) => Transaction) => {
  const made = new WeakMap<T, Transaction>()
  return (of) => {
    const known = made.get(of)
    if (known !== undefined) return known
    const transaction = make(of)
    made.set(of, transaction)
    return transaction
  }
}

/** The only value of a result, whatever its column is called; undefined without a row. */
export const onlyValue = (rows: ReadonlyArray<Row>): unknown => Object.values(rows[0] ?? {})[0]
