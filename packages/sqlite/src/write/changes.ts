import {
  type Change,
  coalesce,
  columnOf,
  type RowChange,
  type RowTable,
  tableColumns,
  tableName,
  type TermRow,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { toColumn } from '../rows.ts'
import { erase } from './erase.ts'
import { type EventNumber, putTerm, removeTerms } from './terms.ts'
import { insertRow, patchRows, removeRows } from '../sql/rows.ts'

/** Applies changes of the read model in order. `eventNumber` finds an event of this batch or of the log. */
export const writeChanges = (
  connection: Connection,
  changes: ReadonlyArray<Change>,
  eventNumber: EventNumber,
): void => {
  for (const step of coalesce(changes)) {
    if (step._tag === 'erase') erase(connection, step)
    else if (step.table === 'term') writeTerm(connection, step, eventNumber)
    else writeRow(connection, step.table, step)
  }
}

const writeTerm = (connection: Connection, change: RowChange, eventNumber: EventNumber): void => {
  switch (change._tag) {
    case 'put':
      return putTerm(connection, termOf(change.row), eventNumber)
    case 'remove':
      return removeTerms(connection, change.where, eventNumber)
    case 'patch':
      throw new Error('search terms are put or removed, never patched')
  }
}

/** The row of a put whose table is `term`. */
const termOf = (row: TermRow | { readonly [field: string]: unknown }): TermRow => row as TermRow

const writeRow = (connection: Connection, table: RowTable, change: RowChange): void => {
  switch (change._tag) {
    case 'put': {
      const values: Array<unknown> = []
      for (const { type, field } of tableColumns[table]) values.push(toColumn(type, change.row[field]))
      connection.prepare(insertRow(table)).run(values)
      return
    }
    case 'patch': {
      if (Object.keys(change.set).length === 0) return
      const { sql, values } = patchRows(table, change.set, change.where)
      connection.prepare(sql).run(values)
      return
    }
    case 'remove': {
      const values: Array<unknown> = []
      const where = bindWhere(table, change.where, values)
      connection.prepare(removeRows(tableName(table), where)).run(values)
    }
  }
}

/** Binds the values that a row must have, and returns their columns. */
const bindWhere = (
  table: RowTable,
  where: { readonly [field: string]: unknown },
  values: Array<unknown>,
): string => {
  let names = ''
  for (const field in where) {
    const column = columnOf(table, field)
    names += `${column.name} `
    values.push(toColumn(column.type, where[field]))
  }
  return names
}
