import { readerKey } from '../conversation/Actor.ts'
import type { Position } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { Change, Patch, Put, Remove } from '../projections/rows/Change.ts'
import type { Table, Tables } from '../projections/rows/Tables.ts'
import { rowKeys } from '../projections/rows/Tables.ts'
import { erase } from './erase.ts'
import type { Store, StreamStore } from './Store.ts'
import { positionsIn, streamIn, tenantIn } from './Store.ts'

/** Appends an event to its tenant's log. */
export const append = (store: Store, event: Recorded): Position => {
  const { log } = tenantIn(store, event.tenant)
  const stream = streamIn(store, event)
  const position = (log.length + 1) as Position
  log.push({ ...event, position })
  stream.positions.push(position)
  positionsIn(stream, event.reader === null ? null : readerKey(event.reader)).push(position)
  return position
}

/** Applies one change of the read model. It cannot fail, because the batch was checked before. */
export const apply = (store: Store, change: Change): void => {
  switch (change._tag) {
    case 'put':
      return put(store, change)
    case 'patch':
      return patch(store, change)
    case 'remove':
      return remove(store, change)
    case 'erase':
      return erase(store, change)
  }
}

/** A row's key within its stream, as one string. */
export const keyWithin = <T extends Table>(table: T, row: Partial<Tables[T]>): string | null => {
  const columns: ReadonlyArray<string> = rowKeys[table]
  const values: Readonly<Record<string, unknown>> = row
  const key = columns.map((column) => values[column])
  return key.includes(undefined) ? null : key.join('\u0000')
}

const put = <T extends Table>(store: Store, { table, row }: Put<T>): void => {
  const stream = streamIn(store, row)
  write(store, stream, table, keyWithin(table, row) ?? '', row)
}

const patch = <T extends Table>(store: Store, change: Patch<T>): void => {
  const stream = streamIn(store, change.where)
  for (const [key, row] of found(stream, change.table, change.where)) {
    write(store, stream, change.table, key, { ...row, ...change.set })
  }
}

const remove = <T extends Table>(store: Store, change: Remove<T>): void => {
  const stream = streamIn(store, change.where)
  for (const [key] of found(stream, change.table, change.where)) drop(store, stream, change.table, key)
}

/** Writes one row, and updates the indexes. */
export const write = <T extends Table>(
  store: Store,
  stream: StreamStore,
  table: T,
  key: string,
  row: Tables[T],
): void => {
  unindex(store, stream, table, key)
  stream.tables[table].set(key, row)
  stream.changed(table)
  index(store, stream, table, key)
}

export const drop = (store: Store, stream: StreamStore, table: Table, key: string): void => {
  unindex(store, stream, table, key)
  stream.tables[table].delete(key)
  stream.changed(table)
}

const index = (store: Store, stream: StreamStore, table: Table, key: string): void => {
  if (table === 'message') {
    const message = stream.tables.message.get(key)
    if (message !== undefined) stream.messageKeys.set(message.id, key)
  }
  if (table === 'conversation') {
    const customer = stream.tables.conversation.get(key)?.customer ?? null
    if (customer === null) return
    const { byCustomer } = tenantIn(store, stream.key.tenant)
    const streams = byCustomer.get(customer) ?? new Set()
    byCustomer.set(customer, streams.add(stream))
  }
}

const unindex = (store: Store, stream: StreamStore, table: Table, key: string): void => {
  if (table === 'message') {
    const message = stream.tables.message.get(key)
    if (message !== undefined) stream.messageKeys.delete(message.id)
  }
  if (table === 'conversation') {
    const customer = stream.tables.conversation.get(key)?.customer ?? null
    if (customer !== null) tenantIn(store, stream.key.tenant).byCustomer.get(customer)?.delete(stream)
  }
}

/** The rows equal to `where`; by key where `where` has the whole key, else by a scan. */
const found = <T extends Table>(
  stream: StreamStore,
  table: T,
  where: Patch<T>['where'],
): ReadonlyArray<readonly [string, Tables[T]]> => {
  const rows = stream.tables[table]
  const key = keyWithin(table, where)
  const row = key === null ? undefined : rows.get(key)
  const candidates: Iterable<readonly [string, Tables[T]]> =
    key === null ? rows : row === undefined ? [] : [[key, row]]
  return Array.from(candidates).filter(([, candidate]) => {
    const values: Readonly<Record<string, unknown>> = candidate
    return Object.entries(where).every(([column, value]) => values[column] === value)
  })
}
