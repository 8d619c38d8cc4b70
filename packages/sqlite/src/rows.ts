import type { Table, Tables } from '@colloquy/core'

/** How a column is kept: as it is, as 0 or 1, or as JSON text. */
type Kept = 'plain' | 'boolean' | 'json'
type Columns = { readonly [T in Table]: { readonly [C in keyof Tables[T]]: Kept } }

const key = { tenant: 'plain', conversation: 'plain' } as const

/** Every column of the read model. The compiler sees to it that none is missing. */
const columns: Columns = {
  conversation: {
    ...key,
    version: 'plain',
    customerVersion: 'plain',
    type: 'plain',
    status: 'plain',
    locked: 'boolean',
    initiatorSide: 'plain',
    initiator: 'plain',
    customer: 'plain',
    assignee: 'plain',
    queue: 'plain',
    queuedAt: 'plain',
    sourceType: 'plain',
    source: 'plain',
    channel: 'plain',
    subjectVersion: 'plain',
    concernsSide: 'plain',
    concerns: 'plain',
    attributes: 'json',
    labels: 'json',
    links: 'plain',
    members: 'plain',
    big: 'boolean',
    forkedFrom: 'plain',
    forkedTo: 'plain',
    staffN: 'plain',
    customerN: 'plain',
    fromCustomerN: 'plain',
    lastStaffId: 'plain',
    lastStaffN: 'plain',
    staffAt: 'plain',
    lastCustomerId: 'plain',
    lastCustomerN: 'plain',
    customerAt: 'plain',
    runId: 'plain',
    runN: 'plain',
    runStaffN: 'plain',
    runAt: 'plain',
    answeredN: 'plain',
    settledN: 'plain',
    reopenedAt: 'plain',
    reopenedN: 'plain',
    waitingAt: 'plain',
    arrivedAt: 'plain',
    createdAt: 'plain',
    closedAt: 'plain',
    lastAt: 'plain',
  },
  seat: {
    ...key,
    side: 'plain',
    actor: 'plain',
    kind: 'plain',
    version: 'plain',
    participant: 'boolean',
    follower: 'boolean',
    initiator: 'boolean',
    assigned: 'boolean',
    wasAssigned: 'boolean',
    member: 'boolean',
    muted: 'boolean',
    hiddenN: 'plain',
    nameVersion: 'plain',
    placed: 'boolean',
    flag: 'boolean',
    markVersion: 'plain',
    ownN: 'plain',
    ownCustomerN: 'plain',
    readN: 'plain',
    readOwnN: 'plain',
    removedN: 'plain',
    readCustomerN: 'plain',
    readOwnCustomerN: 'plain',
    removedCustomerN: 'plain',
    big: 'boolean',
    headN: 'plain',
    headCustomerN: 'plain',
    sortAt: 'plain',
    hidden: 'boolean',
  },
  message: {
    ...key,
    n: 'plain',
    id: 'plain',
    customerN: 'plain',
    customerVersion: 'plain',
    fromCustomerN: 'plain',
    version: 'plain',
    bodyVersion: 'plain',
    authorSide: 'plain',
    author: 'plain',
    authorKind: 'plain',
    actorSide: 'plain',
    actor: 'plain',
    authorOwnN: 'plain',
    actorOwnN: 'plain',
    authorOwnCustomerN: 'plain',
    actorOwnCustomerN: 'plain',
    visibility: 'plain',
    removed: 'boolean',
    answers: 'boolean',
    mentions: 'json',
    replyTo: 'plain',
    attributes: 'json',
    at: 'plain',
    publicAt: 'plain',
    editedAt: 'plain',
    publicEditedAt: 'plain',
  },
  own: { ...key, side: 'plain', actor: 'plain', n: 'plain', ownN: 'plain', ownCustomerN: 'plain' },
  link: { ...key, type: 'plain', record: 'plain', customerVisible: 'boolean' },
  label: { ...key, label: 'plain' },
  recordFollower: {
    ...key,
    type: 'plain',
    record: 'plain',
    side: 'plain',
    actor: 'plain',
    version: 'plain',
    following: 'boolean',
  },
  term: { ...key, version: 'plain', body: 'json', subject: 'json', name: 'json', phone: 'plain' },
}

/** A column: its name in TypeScript and in SQL, and how it is kept. */
export type Column = { readonly field: string; readonly name: string; readonly kept: Kept }

const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const columnsOf = (table: Table): ReadonlyArray<Column> =>
  Object.entries(columns[table]).map(([field, kept]) => ({ field, name: snake(field), kept }))

type OfTables<A> = { readonly [T in Table]: A }

/** The columns of each table, in the order in which they are selected. */
export const tableColumns: OfTables<ReadonlyArray<Column>> = {
  conversation: columnsOf('conversation'),
  seat: columnsOf('seat'),
  message: columnsOf('message'),
  own: columnsOf('own'),
  link: columnsOf('link'),
  label: columnsOf('label'),
  recordFollower: columnsOf('recordFollower'),
  term: columnsOf('term'),
}

export const tableName = (table: Table): string => `colloquy_${snake(table)}`

const byField = new Map(
  Object.entries(tableColumns).map(([table, all]) => [
    table,
    new Map(all.map((column) => [column.field, column])),
  ]),
)

/** One column of a table by its name in TypeScript. */
export const columnOf = (table: Table, field: string): Column => {
  const column = byField.get(table)?.get(field)
  if (column === undefined) throw new Error(`no such column: ${table}.${field}`)
  return column
}

/** The list of columns for a select, each of them of the table that the alias stands for. */
export const selected = (table: Table, alias: string): string =>
  tableColumns[table].map((column) => `${alias}.${column.name}`).join(', ')

const noList = '[]'
const noMap = '{}'

/** A value as SQLite takes it. */
export const toColumn = (kept: Kept, value: unknown): unknown => {
  if (kept === 'plain') return value
  if (kept === 'boolean') return value === true ? 1 : 0
  if (Array.isArray(value) && value.length === 0) return noList
  return JSON.stringify(value)
}

const fromColumn = (kept: Kept, value: unknown): unknown => {
  if (kept === 'plain') return value
  if (kept === 'boolean') return value === 1
  if (value === noList) return []
  if (value === noMap) return {}
  return JSON.parse(String(value))
}

type Fields = { readonly [field: string]: unknown }

const blank = (table: Table): Fields =>
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
  term: blank('term'),
}

/**
 * A row as it came from `selected`, from one place of a longer array on. The tables are STRICT and written by this
 * file's columns alone, so what stands in them has the type of the row: the one place where this is taken on trust.
 */
export const rowAt = <T extends Table>(table: T, values: ReadonlyArray<unknown>, from = 0): Tables[T] => {
  const row: Record<string, unknown> = { ...blanks[table] }
  let i = from
  for (const column of tableColumns[table]) row[column.field] = fromColumn(column.kept, values[i++])
  return row as Tables[T]
}

/** What one raw row of the driver is: an array in the order of the columns. */
export const rawRow = (row: unknown): ReadonlyArray<unknown> | null => (Array.isArray(row) ? row : null)
