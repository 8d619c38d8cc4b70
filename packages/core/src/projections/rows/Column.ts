import type { Time } from '../../conversation/Ids.ts'

/** The type of a column. A `bigint` is a time; `json` is a list or a map. */
export type ColumnType = 'text' | 'integer' | 'bigint' | 'boolean' | 'json'

/** The description of a column, from which types, statements and the reference of tables follow. */
export type Described<A, Brief extends boolean = boolean> = {
  readonly type: ColumnType
  readonly nullable: boolean
  /** Whether lists need the column: half of the columns, and most of a page's cost. */
  readonly brief: Brief
  /** Its text in the reference of tables. */
  readonly meaning: string
  /** A phantom field: it carries the type, and is never set. */
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
/** The columns of a row that lists need. */
export type BriefOf<Columns> = RowOf<{
  readonly [C in keyof Columns as Columns[C] extends Described<unknown, true> ? C : never]: Columns[C]
}>
