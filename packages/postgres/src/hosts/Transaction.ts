/** A row as a driver answers it: values by column. */
export type Row = { readonly [column: string]: unknown }

/**
 * What is asked of a transaction that the host has begun: to run one statement, whose text has `$1, $2…` where the
 * driver binds the values. A client of `pg` is one; the adapters here make one from a query builder's transaction.
 */
export type Transaction = {
  // A method, not a function: clients declare a mutable array, which they don't change, and fit only so.
  query(text: string, values: ReadonlyArray<unknown>): Promise<{ readonly rows: ReadonlyArray<Row> }>
}

/**
 * One and the same handle for a transaction, however often it is asked for: what goes through one handle takes turns,
 * and savepoints of two that did not would undo each other's work.
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

/** The one value of an answer, whatever its column came to be called; undefined when there is no row. */
export const onlyValue = (rows: ReadonlyArray<Row>): unknown => Object.values(rows[0] ?? {})[0]
