/**
 * `offset 0` is an optimization fence: the inner select is planned alone, and executed for each outer row by an index.
 * Without it, a generic plan made while tables were small may use a sequential scan, and be kept when the table has
 * grown.
 */

export const fenced = (select: string): string => `(${select} offset 0)`

/** Whether the select has a row. */
export const exists = (select: string): string => `exists ${fenced(select)}`

/** A table's rows for each row so far. */
export const lateral = (table: string, alias: string, where: string): string =>
  `lateral (select * from ${table} ${alias} where ${where} offset 0) ${alias}`

/** The conversation `c` of the row under an alias. */
export const conversationOf = (alias: string): string =>
  lateral('colloquy_conversation', 'c', `c.tenant = @tenant and c.conversation = ${alias}.conversation`)

/** The links of a record; their index is partial, so that no other statement uses it. */
export const linksOf = (alias: string, type: string, record: string): string =>
  lateral(
    'colloquy_link',
    alias,
    `${alias}.tenant = @tenant and ${alias}.record > '' and ${alias}.type = ${type} and ${alias}.record = ${record}`,
  )

/** Whether a value is among the rows of a select, which is executed once and hashed. */
export const among = (value: string, select: string): string => `(${value} in (${select})) is true`

/**
 * The rows for each of the given rows, looked up one by one. The fence keeps the planner from reversing the join:
 * without statistics of the given rows it might scan a tenant's whole table.
 */
export const foundFor = (select: string): string => `cross join lateral (${select} offset 0)`
export const perhapsFor = (select: string, alias: string): string =>
  `left join lateral (${select} offset 0) ${alias} on true`
