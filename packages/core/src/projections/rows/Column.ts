import type { Time } from '../../conversation/Ids.ts'

/** What a column holds, where it is not null. A `bigint` is a time; `json` is a list or a map. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'boolean' | 'json'

/** What is said of a column, once: types, statements and the reference of tables follow from it. */
export type Described<A, Brief extends boolean = boolean> = {
  readonly type: ColumnType
  readonly nullable: boolean
  /** Whether a row of a list is made of it: half of what there is, and most of what a page costs. */
  readonly brief: Brief
  /** What the reference of tables says of it. */
  readonly meaning: string
  /** For the compiler alone. */
  readonly holds?: A
}

const column =
  <Most>(type: ColumnType) =>
  <A extends Most = Most>(meaning: string): Described<A, false> => ({
    type,
    nullable: false,
    brief: false,
    meaning,
  })

export const text = column<string>('text')
export const integer = column<number>('integer')
export const time = column<Time>('bigint')
export const flag = column<boolean>('boolean')
export const json = column<object>('json')

export const orNull = <A>(of: Described<A, false>): Described<A | null, false> => ({ ...of, nullable: true })
export const brief = <A>(of: Described<A, false>): Described<A, true> => ({ ...of, brief: true })

/** A row of a table of such columns. */
export type RowOf<Columns> = {
  readonly [C in keyof Columns]: Columns[C] extends Described<infer A> ? A : never
}
/** As much of it as a row of a list is made of. */
export type BriefOf<Columns> = RowOf<{
  readonly [C in keyof Columns as Columns[C] extends Described<unknown, true> ? C : never]: Columns[C]
}>
