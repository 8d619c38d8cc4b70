import { readerKey } from '../../conversation/Actor.ts'
import type { Content } from '../../kernel/Cursor.ts'
import type { Decoder } from '../../kernel/decoding/Decoder.ts'
import { map, maybe, object, optional } from '../../kernel/decoding/Decoder.ts'
import { token } from '../../kernel/decoding/texts.ts'
import { count } from '../../kernel/decoding/values.ts'
import { cursorAt, placeIn } from '../../kernel/Cursor.ts'
import type { QueryContext } from './QueryContext.ts'

/** The cursor of a page; null begins a new walk. */
export const cursor = maybe(token)

/** The number of rows of a page: default `usual`, at most the limit. */
export const rows = (usual: number): Decoder<number, number | undefined> =>
  map(optional(count('page')), (given, { limits }) => given ?? Math.min(usual, limits.page))

export const cursorOptions = object({ limit: rows(50), cursor })

/** The name of a walk: its viewer and what it lists. A cursor is valid in its own walk only. */
export const walkOf = (context: QueryContext, through: ReadonlyArray<unknown>): string =>
  JSON.stringify([context.viewer.tenant, readerKey(context.viewer.who), ...through.map(ordered)])

export const sealCursor = (context: QueryContext, walk: string, place: Content): string =>
  context.seal.close('cursor', cursorAt(walk, place))

/** The place of a cursor; null for a cursor of another walk or an invalid one. */
export const openCursor = (
  context: QueryContext,
  walk: string,
  length: number,
  token: string,
): Content | null => placeIn(walk, length, context.seal.open('cursor', token))

/** The value with sorted fields, so that equal filters are the same walk. */
const ordered = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(ordered)
  return Object.entries(value)
    .map(([key, one]): readonly [string, unknown] => [key, ordered(one)])
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
