import type { Time } from '../../conversation/Ids.ts'
import { compareText } from '../../kernel/text.ts'
import type { ConversationRow } from '../rows/Tables.ts'
import type { Key, Sort } from './Query.ts'
import { type View, views } from './views.ts'
import type { Sight } from './visibility.ts'

type Times = {
  readonly [C in keyof ConversationRow]: ConversationRow[C] extends Time | null ? C : never
}[keyof ConversationRow]

type SortRule = {
  /**
   * The column that each side sorts by: customers' order must not depend on what only staff see. Null: customers can't
   * sort by it.
   */
  readonly staff: Times
  readonly customer: Times | null
  /** The default direction: oldest first for waiting conversations, newest first for others. */
  readonly direction: Sort['direction']
  /** Whether every conversation has a value. */
  readonly ofAll: boolean
}

const rules = {
  activity: { staff: 'staffAt', customer: 'customerAt', direction: 'desc', ofAll: true },
  arrival: { staff: 'arrivedAt', customer: 'createdAt', direction: 'asc', ofAll: true },
  waitingSince: { staff: 'waitingAt', customer: null, direction: 'asc', ofAll: false },
  closedAt: { staff: 'closedAt', customer: 'closedAt', direction: 'desc', ofAll: false },
} as const satisfies { readonly [by: string]: SortRule }

export type SortBy = keyof typeof rules
/** The sort orders of lists. */
export const sorts: { readonly [S in SortBy]: SortRule } = rules
export const sortNames = Object.keys(rules) as ReadonlyArray<SortBy>

export const sortKey = (by: SortBy, { viewer, row }: Sight): Key => {
  const column = sorts[by][viewer.side]
  return { value: column === null ? null : row[column], id: row.conversation }
}

/** Whether every conversation of a view has a value to sort by. */
export const alwaysSortable = (by: SortBy, view: View): boolean => sorts[by].ofAll || views[view].has === by

/** Compares rows of a list: by value, nulls last in both directions, then by id in the same direction. */
export const compareKeys = (a: Key, b: Key, direction: Sort['direction']): number => {
  const sign = direction === 'asc' ? 1 : -1
  if (a.value !== b.value) {
    if (a.value === null) return 1
    if (b.value === null) return -1
    return sign * (a.value - b.value)
  }
  return sign * compareText(a.id, b.id)
}
