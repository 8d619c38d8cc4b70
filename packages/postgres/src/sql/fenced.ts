/**
 * `offset 0` is where the planner stops rearranging: what is inside is planned alone, and asked for each row before it
 * by an index. Without it a plan made while tables were small may join by reading a table as a whole, and be kept when
 * the table has grown.
 */

export const fenced = (select: string): string => `(${select} offset 0)`

/** Whether there is any row. */
export const exists = (select: string): string => `exists ${fenced(select)}`

/** A table's row, or rows, for each row so far. */
export const lateral = (table: string, alias: string, where: string): string =>
  `lateral (select * from ${table} ${alias} where ${where} offset 0) ${alias}`

/** The conversation `c` of whatever stands under an alias. */
export const conversationOf = (alias: string): string =>
  lateral('colloquy_conversation', 'c', `c.tenant = @tenant and c.conversation = ${alias}.conversation`)

/** The links of a record; their index bears a condition, so that no other statement takes it. */
export const linksOf = (alias: string, type: string, record: string): string =>
  lateral(
    'colloquy_link',
    alias,
    `${alias}.tenant = @tenant and ${alias}.record > '' and ${alias}.type = ${type} and ${alias}.record = ${record}`,
  )

/** Whether a value is among the rows of a select, which is carried out once and remembered. */
export const among = (value: string, select: string): string => `(${value} in (${select})) is true`

/**
 * What belongs to each of the rows given, looked up one by one. The zero keeps the planner from turning it round: it
 * knows nothing of the rows given, and might read a tenant's whole table to find theirs.
 */
export const foundFor = (select: string): string => `cross join lateral (${select} offset 0)`
export const perhapsFor = (select: string, alias: string): string =>
  `left join lateral (${select} offset 0) ${alias} on true`
