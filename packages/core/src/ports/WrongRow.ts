import { compareText } from '../kernel/text.ts'
import type { Difference } from './Storage.ts'

/** A stored row that differs from the folded one: what it should be, and what is stored. */
export type WrongRow<Want, Have> = {
  readonly difference: Difference
  readonly want: Want | null
  readonly have: Have | null
}

/**
 * The differences of one table, in key order. Stored rows are streamed, so that a long conversation is not held in
 * memory twice. `columnsOf` names the columns in which two rows differ.
 */
export const wrongRows = <Want extends object, Have>(
  { stream, table }: Pick<Difference, 'stream' | 'table'>,
  wanted: Iterable<readonly [string, Want]>,
  stored: Iterable<readonly [string, Have]>,
  columnsOf: (want: Want, have: Have) => ReadonlyArray<string>,
): ReadonlyArray<WrongRow<Want, Have>> => {
  const left = new Map(wanted)
  const wrong: Array<WrongRow<Want, Have>> = []
  for (const [key, have] of stored) {
    const want = left.get(key) ?? null
    left.delete(key)
    const columns = want === null ? [] : columnsOf(want, have)
    if (want !== null && columns.length === 0) continue
    const found = want === null ? 'extra' : 'different'
    wrong.push({ difference: { stream, table, key, found, columns }, want, have })
  }
  for (const [key, want] of left) {
    wrong.push({ difference: { stream, table, key, found: 'missing', columns: [] }, want, have: null })
  }
  return wrong.sort((a, b) => compareText(a.difference.key, b.difference.key))
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export const sameContent = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  // A list is not equal to an object with its indexes as keys.
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = new Map(Object.entries(a))
  const right = new Map(Object.entries(b))
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && sameContent(value, right.get(key)))
  )
}
