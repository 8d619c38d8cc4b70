import type { Change, Erase } from './Change.ts'
import type { Table } from './Tables.ts'
import { rowKeys } from './Tables.ts'

type Values = { readonly [field: string]: unknown }

/** A change of rows with its values by field, whatever the table. */
export type RowChange =
  | { readonly _tag: 'put'; readonly table: Table; readonly row: Values }
  | { readonly _tag: 'patch'; readonly table: Table; readonly where: Values; readonly set: Values }
  | { readonly _tag: 'remove'; readonly table: Table; readonly where: Values }

/** The condition of a change: fields that must be equal. */
const about = (change: RowChange): Values => {
  if (change._tag !== 'put') return change.where
  const { row } = change
  const key: Record<string, unknown> = { tenant: row['tenant'], conversation: row['conversation'] }
  for (const field of rowKeys[change.table]) key[field] = row[field]
  return key
}

/** The key of the rows that a change targets. */
const targetOf = (change: RowChange): string => {
  let target = ''
  if (change._tag === 'put') {
    for (const field of rowKeys[change.table]) target += `${field}\u0000${String(change.row[field])}\u0000`
    return target
  }
  for (const field in change.where) {
    if (field !== 'tenant' && field !== 'conversation')
      target += `${field}\u0000${String(change.where[field])}\u0000`
  }
  return target
}

/** Whether two changes can't affect the same row, because their conditions differ in a field. */
const apart = (a: Values, b: Values): boolean => {
  for (const field in a) if (field in b && a[field] !== b[field]) return true
  return false
}

const touches = (set: Values, fields: Values): boolean => {
  for (const field in set) if (field in fields) return true
  return false
}

/** The fields that a change sets; null: it adds or deletes whole rows. */
const setBy = (change: RowChange): Values | null => (change._tag === 'patch' ? change.set : null)

/** The known values of a change's rows: of a new row all, because another condition may match any field. */
const knownOf = (change: RowChange): Values => (change._tag === 'put' ? change.row : change.where)

/** Whether two changes of one table have the same effect in either order. */
const commute = (a: RowChange, b: RowChange): boolean => {
  const setA = setBy(a)
  const setB = setBy(b)
  if (setA !== null && touches(setA, about(b))) return false
  if (setB !== null && touches(setB, about(a))) return false
  if (setA !== null && setB !== null && !touches(setA, setB)) return true
  if (a._tag === 'put' && b._tag === 'put') return apart(about(a), about(b))
  return apart(knownOf(a), knownOf(b))
}

/** Both changes merged into the earlier; null where they can't be. */
const merged = (earlier: RowChange, later: RowChange): RowChange | null => {
  if (later._tag === 'put') return earlier._tag === 'put' ? later : null
  if (later._tag === 'remove') return null
  if (earlier._tag === 'put') return { ...earlier, row: { ...earlier.row, ...later.set } }
  if (earlier._tag === 'remove' || touches(earlier.set, later.where)) return null
  return { ...earlier, set: { ...earlier.set, ...later.set } }
}

/** Changes of one table and conversation, with the index of the last one to each target. */
type Bucket = { readonly steps: Array<RowChange>; readonly last: Map<string, number> }

const add = (bucket: Bucket, change: RowChange): void => {
  const { steps, last } = bucket
  const target = targetOf(change)
  const index = last.get(target)
  const earlier = index === undefined ? undefined : steps[index]
  if (index !== undefined && earlier !== undefined) {
    let free = true
    for (let i = index + 1; i < steps.length && free; i++) {
      const between = steps[i]
      free = between === undefined || commute(between, change)
    }
    const both = free ? merged(earlier, change) : null
    if (both !== null) {
      steps[index] = both
      return
    }
  }
  last.set(target, steps.length)
  steps.push(change)
}

const rowChange = (change: Exclude<Change, Erase>): RowChange => change

/**
 * Merges changes of the same rows, so that a conversation changed a hundred times in a batch is written once. A change
 * that does not commute with those in between stays in its place.
 */
export const coalesce = (changes: ReadonlyArray<Change>): ReadonlyArray<RowChange | Erase> => {
  const done: Array<RowChange | Erase> = []
  let streams = new Map<string, Map<Table, Bucket>>()
  const flush = (): void => {
    for (const buckets of streams.values()) for (const { steps } of buckets.values()) done.push(...steps)
    streams = new Map()
  }
  for (const change of changes) {
    if (change._tag === 'erase') {
      flush()
      done.push(change)
      continue
    }
    const { tenant, conversation } = change._tag === 'put' ? change.row : change.where
    const stream = `${tenant}\u0000${conversation}`
    const buckets = streams.get(stream) ?? new Map<Table, Bucket>()
    if (buckets.size === 0) streams.set(stream, buckets)
    const bucket = buckets.get(change.table) ?? { steps: [], last: new Map<string, number>() }
    if (bucket.steps.length === 0) buckets.set(change.table, bucket)
    add(bucket, rowChange(change))
  }
  flush()
  return done
}
