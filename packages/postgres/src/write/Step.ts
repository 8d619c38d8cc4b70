import type { Table } from '@colloquy/core'
import type { Connection, Statement } from '../Connection.ts'
import { append, appendInside, type Appended, appended, appending } from '../sql/append.ts'
import { inSchema } from '../statements.ts'

/**
 * A statement of a batch: it is given the tenant as `@tenant` and its rows as `@rows`, JSON, so that one does for a
 * whole batch. `part`: it is one of those that `colloquy_append` holds.
 */
export type Step = {
  readonly sql: string
  readonly rows: ReadonlyArray<object>
  readonly table: Table | 'log'
  readonly part: Appended | null
}

export const partStep = (
  part: Appended,
  rows: ReadonlyArray<object>,
  table: Step['table'] = 'log',
): Step => ({
  sql: appending[part],
  rows,
  table,
  part,
})

/**
 * Steps as statements: those that `colloquy_append` holds go into one call of it, at the end, unless a later step is
 * about the same table. Where statements that are sent together take a round trip each, the others go into it too.
 */
export const statementsFor = (
  connection: Connection,
  tenant: string,
  steps: ReadonlyArray<Step>,
  inside?: string,
): ReadonlyArray<Statement> => {
  const parts = new Map<Appended, ReadonlyArray<object>>()
  const later = new Set<Step['table']>()
  const before: Array<Step> = []
  for (const step of [...steps].reverse()) {
    if (step.part !== null && !parts.has(step.part) && !later.has(step.table)) parts.set(step.part, step.rows)
    else {
      before.unshift(step)
      later.add(step.table)
    }
  }
  const sent = connection.pipelined ? before : []
  const within = connection.pipelined ? [] : before
  const call: Statement = {
    sql: inside === undefined ? append : appendInside,
    values: {
      ...(inside === undefined ? {} : { inside }),
      tenant,
      changes: changesOf(connection, within),
      ...valuesOf(parts),
    },
    answers: true,
  }
  return [
    ...sent.map(
      ({ sql, rows }): Statement => ({
        sql,
        values: { tenant, rows: JSON.stringify(rows) },
        answers: false,
      }),
    ),
    ...(parts.size === 0 && within.length === 0 ? [] : [call]),
  ]
}

const valuesOf = (
  parts: ReadonlyMap<Appended, ReadonlyArray<object>>,
): { readonly [part: string]: string | null } => {
  const values: Record<string, string | null> = {}
  for (const part of appended) {
    const rows = parts.get(part)
    values[part] = rows === undefined ? null : JSON.stringify(rows)
  }
  return values
}

/** Inside the function a statement has two parameters, always the same. */
const changesOf = ({ schema }: Connection, steps: ReadonlyArray<Step>): string | null =>
  steps.length === 0
    ? null
    : JSON.stringify(
        steps.map(({ sql, rows }) => ({
          sql: inSchema(sql.replaceAll('@tenant', '$1').replaceAll('@rows', '$2'), schema),
          rows,
        })),
      )
