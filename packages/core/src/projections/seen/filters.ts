import { columnOf } from '../rows/columns.ts'
import type { ConversationRow } from '../rows/Tables.ts'
import { isLinkTo } from './access.ts'
import type { Filter } from './Query.ts'
import { isUnread } from './unread.ts'
import type { Sight } from './visibility.ts'

/** The filters that customers may give. */
export const customerFilters = ['status', 'type', 'record', 'unread'] as const satisfies ReadonlyArray<
  keyof Filter
>

type Texts = { readonly [F in keyof Filter]-?: Filter[F] extends string | null | undefined ? F : never }

/** Filters on one column of the conversation, which share one rule. */
const columnFilters = [
  'status',
  'type',
  'assignee',
  'queue',
  'customer',
  'channel',
] as const satisfies ReadonlyArray<Texts[keyof Filter] & keyof ConversationRow>
type ColumnFilter = (typeof columnFilters)[number]

/** Such a filter's column, and its parameter name in statements. */
const columns = columnFilters.map((field) => ({
  field,
  name: columnOf('conversation', field).name,
  parameter: `filter${field.charAt(0).toUpperCase()}${field.slice(1)}`,
}))
export type FilterColumn = (typeof columns)[number]

/** A rule for each other filter; a missing one does not compile. */
export type FilterRules<C, A> = {
  readonly [F in Exclude<keyof Filter, ColumnFilter>]: (value: Required<Filter>[F], context: C) => A
}

/** The conditions of a filter: first those on a column, then the others in the order of their rules. */
export const askedBy = <C, A>(
  filter: Filter,
  byColumn: (column: FilterColumn, value: string | null, context: C) => A,
  rules: FilterRules<C, A>,
  context: C,
): ReadonlyArray<A> => {
  const asked: Array<A> = []
  for (const column of columns) {
    const value = filter[column.field]
    if (value !== undefined) asked.push(byColumn(column, value, context))
  }
  for (const field of Object.keys(rules) as ReadonlyArray<keyof FilterRules<C, A>>) {
    const value = filter[field]
    // Each rule takes the type of its own field; TypeScript can't follow the union.
    const rule = rules[field] as (value: unknown, context: C) => A
    if (value !== undefined) asked.push(rule(value, context))
  }
  return asked
}

const rules: FilterRules<Sight, boolean> = {
  label: (label, { row }) => row.labels.includes(label),
  record: (record, { links }) => links.some((link) => isLinkTo(link, record)),
  unread: (unread, { row, seat }) => isUnread(row, seat) === unread,
  unanswered: (unanswered, { row }) => (row.waitingAt !== null) === unanswered,
  attributes: (attributes, { row }) =>
    Object.entries(attributes).every(
      ([key, value]) => Object.hasOwn(row.attributes, key) && row.attributes[key] === value,
    ),
}

/** Whether a conversation passes every condition of a filter. */
export const passes = (filter: Filter, sight: Sight): boolean =>
  !askedBy(filter, ({ field }, value, { row }) => row[field] === value, rules, sight).includes(false)
