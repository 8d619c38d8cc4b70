import type { Table } from '@colloquy/core/storage'
import type { Connection, Statement, Values } from '../Connection.ts'
import { append } from '../calls.ts'
import { appended, type Appended, appending } from '../sql/appending.ts'
import { inSchema } from '../statements.ts'
import { listOf } from './rowJson.ts'

/**
 * A statement of a batch, with the parameters `@tenant` and `@rows`, a JSON array, so that one statement writes a whole
 * batch. `part`: it is a part of the appending function.
 */
export type Step = {
  readonly sql: string
  readonly rows: string
  readonly table: Table | 'log'
  readonly part: Appended | null
}

export const partStep = (part: Appended, rows: string, table: Step['table'] = 'log'): Step => ({
  sql: appending[part],
  rows,
  table,
  part,
})

/** The call of the appending function, with its other parameters. */
export type Call = { readonly sql: string; readonly values: Values }

const plainly: Call = { sql: append, values: {} }

/**
 * Steps as statements: parts of the appending function go into one call at the end, unless a later step changes the
 * same table. Without pipelining the other steps are passed into the call, too, to save round trips.
 */
export const statementsFor = (
  connection: Connection,
  tenant: string,
  steps: ReadonlyArray<Step>,
  how: Call = plainly,
): ReadonlyArray<Statement> => {
  const parts = new Map<Appended, string>()
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
    sql: how.sql,
    values: {
      ...how.values,
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
        values: { tenant, rows },
        answers: false,
      }),
    ),
    ...(parts.size === 0 && within.length === 0 && how === plainly ? [] : [call]),
  ]
}

const valuesOf = (parts: ReadonlyMap<Appended, string>): { readonly [part: string]: string | null } => {
  const values: Record<string, string | null> = {}
  for (const part of appended) values[part] = parts.get(part) ?? null
  return values
}

/** Inside the function every statement has the same two parameters. */
const changesOf = ({ schema }: Connection, steps: ReadonlyArray<Step>): string | null =>
  steps.length === 0
    ? null
    : listOf(
        steps.map(({ sql, rows }) => {
          const text = inSchema(sql.replaceAll('@tenant', '$1').replaceAll('@rows', '$2'), schema)
          return `{"sql":${JSON.stringify(text)},"rows":${rows}}`
        }),
      )
