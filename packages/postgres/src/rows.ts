import type { Table, Tables } from '@colloquy/core'

/** Tables whose rows are kept column by column; what search finds is kept as words, in a column of its own kind. */
export type RowTable = Exclude<Table, 'term'>

/** The type of a column. */
export type Kept = 'text' | 'integer' | 'bigint' | 'boolean' | 'json'
type Columns = { readonly [T in RowTable]: { readonly [C in keyof Tables[T]]: Kept } }

const key = { tenant: 'text', conversation: 'text' } as const

/** Every column of the read model. The compiler sees to it that none is missing. */
const columns: Columns = {
  conversation: {
    ...key,
    version: 'integer',
    customerVersion: 'integer',
    type: 'text',
    status: 'text',
    locked: 'boolean',
    initiatorSide: 'text',
    initiator: 'text',
    customer: 'text',
    assignee: 'text',
    queue: 'text',
    queuedAt: 'bigint',
    sourceType: 'text',
    source: 'text',
    channel: 'text',
    subjectVersion: 'integer',
    concernsSide: 'text',
    concerns: 'text',
    attributes: 'json',
    labels: 'json',
    links: 'integer',
    members: 'integer',
    big: 'boolean',
    forkedFrom: 'text',
    forkedTo: 'text',
    staffN: 'integer',
    customerN: 'integer',
    fromCustomerN: 'integer',
    lastStaffId: 'text',
    lastStaffN: 'integer',
    staffAt: 'bigint',
    lastCustomerId: 'text',
    lastCustomerN: 'integer',
    customerAt: 'bigint',
    runId: 'text',
    runN: 'integer',
    runStaffN: 'integer',
    runAt: 'bigint',
    answeredN: 'integer',
    settledN: 'integer',
    reopenedAt: 'bigint',
    reopenedN: 'integer',
    waitingAt: 'bigint',
    arrivedAt: 'bigint',
    createdAt: 'bigint',
    closedAt: 'bigint',
    lastAt: 'bigint',
  },
  seat: {
    ...key,
    side: 'text',
    actor: 'text',
    kind: 'text',
    version: 'integer',
    participant: 'boolean',
    follower: 'boolean',
    initiator: 'boolean',
    assigned: 'boolean',
    wasAssigned: 'boolean',
    member: 'boolean',
    muted: 'boolean',
    hiddenN: 'integer',
    nameVersion: 'integer',
    placed: 'boolean',
    flag: 'boolean',
    markVersion: 'integer',
    ownN: 'integer',
    ownCustomerN: 'integer',
    readN: 'integer',
    readOwnN: 'integer',
    removedN: 'integer',
    readCustomerN: 'integer',
    readOwnCustomerN: 'integer',
    removedCustomerN: 'integer',
    big: 'boolean',
    headN: 'integer',
    headCustomerN: 'integer',
    sortAt: 'bigint',
    hidden: 'boolean',
  },
  message: {
    ...key,
    n: 'integer',
    id: 'text',
    customerN: 'integer',
    customerVersion: 'integer',
    fromCustomerN: 'integer',
    version: 'integer',
    bodyVersion: 'integer',
    authorSide: 'text',
    author: 'text',
    authorKind: 'text',
    actorSide: 'text',
    actor: 'text',
    authorOwnN: 'integer',
    actorOwnN: 'integer',
    authorOwnCustomerN: 'integer',
    actorOwnCustomerN: 'integer',
    visibility: 'text',
    removed: 'boolean',
    answers: 'boolean',
    mentions: 'json',
    replyTo: 'text',
    attributes: 'json',
    at: 'bigint',
    publicAt: 'bigint',
    editedAt: 'bigint',
    publicEditedAt: 'bigint',
  },
  own: { ...key, side: 'text', actor: 'text', n: 'integer', ownN: 'integer', ownCustomerN: 'integer' },
  link: { ...key, type: 'text', record: 'text', customerVisible: 'boolean' },
  label: { ...key, label: 'text' },
  recordFollower: {
    ...key,
    type: 'text',
    record: 'text',
    side: 'text',
    actor: 'text',
    version: 'integer',
    following: 'boolean',
  },
}

/** A column: its name in TypeScript and in SQL, and how it is kept. */
export type Column = { readonly field: string; readonly name: string; readonly kept: Kept }

const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const columnsOf = (table: RowTable): ReadonlyArray<Column> =>
  Object.entries(columns[table]).map(([field, kept]) => ({ field, name: snake(field), kept }))

type OfTables<A> = { readonly [T in RowTable]: A }

/** The columns of each table, in the order in which they are selected. */
export const tableColumns: OfTables<ReadonlyArray<Column>> = {
  conversation: columnsOf('conversation'),
  seat: columnsOf('seat'),
  message: columnsOf('message'),
  own: columnsOf('own'),
  link: columnsOf('link'),
  label: columnsOf('label'),
  recordFollower: columnsOf('recordFollower'),
}

export const tableName = (table: Table): string => `colloquy_${snake(table)}`

const byField = new Map(
  Object.entries(tableColumns).map(([table, all]) => [
    table,
    new Map(all.map((column) => [column.field, column])),
  ]),
)

/** One column of a table by its name in TypeScript. */
export const columnOf = (table: RowTable, field: string): Column => {
  const column = byField.get(table)?.get(field)
  if (column === undefined) throw new Error(`no such column: ${table}.${field}`)
  return column
}

/** The list of columns for a select, each of them of the table that the alias stands for. */
export const selected = (table: RowTable, alias: string): string =>
  tableColumns[table].map((column) => `${alias}.${column.name}`).join(', ')

type Fields = { readonly [field: string]: unknown }

const blank = (table: RowTable): Fields =>
  Object.fromEntries(tableColumns[table].map(({ field }) => [field, null]))

/** Rows with nothing in them. A copy that is filled in takes a third of the time of a row that grows field by field. */
const blanks: OfTables<Fields> = {
  conversation: blank('conversation'),
  seat: blank('seat'),
  message: blank('message'),
  own: blank('own'),
  link: blank('link'),
  label: blank('label'),
  recordFollower: blank('recordFollower'),
}

/**
 * A row as it came from `selected`, from one place of a longer array on. The columns have types and are written by
 * this file's columns alone, so what stands in them has the type of the row: the one place where this is taken on trust.
 */
export const rowAt = <T extends RowTable>(table: T, values: ReadonlyArray<unknown>, from = 0): Tables[T] => {
  const row: Record<string, unknown> = { ...blanks[table] }
  let i = from
  for (const { field } of tableColumns[table]) row[field] = values[i++]
  return row as Tables[T]
}
