import type { Connection, Row, Values } from '../Connection.ts'

/** A query that one statement answers. `sql` null: the result is known to be empty. */
export type StatementQuery<A> = {
  readonly sql: string | null
  readonly values: Values
  readonly answer: (rows: ReadonlyArray<Row>) => A
}

/** Runs one query. */
export const runStatement = async <A>(
  connection: Connection,
  { sql, values, answer }: StatementQuery<A>,
): Promise<A> => answer(sql === null ? [] : await connection.ask(sql, values))

/** Marks the row of the first of two queries: no other query has rows of two values. */
const mark = 'beside'

/**
 * Two queries of one viewer as one statement: on one snapshot, in one round trip. The first has at most one row, which
 * is recognised by its mark, because no order is guaranteed.
 */
export const combined = <A, B>(
  first: StatementQuery<A>,
  second: StatementQuery<B>,
): StatementQuery<readonly [A, B]> => ({
  sql:
    first.sql === null
      ? second.sql
      : [
          `(select json_build_array('${mark}', b.row) as row from (${first.sql}) b)`,
          ...(second.sql === null ? [] : [`(${second.sql})`]),
        ].join('\nunion all\n'),
  values: { ...first.values, ...second.values },
  answer: (rows) => {
    const isFirst = (row: Row): boolean => row.length === 2 && row[0] === mark
    const beside = rows.filter(isFirst).map(([, row]): Row => (Array.isArray(row) ? row : []))
    return [first.answer(beside), second.answer(rows.filter((row) => !isFirst(row)))]
  },
})
