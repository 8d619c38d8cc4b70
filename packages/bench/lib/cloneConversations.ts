import type { Handle } from './openDatabase.ts'

export const agents = 20

/** The tables of the read model and the log whose rows are copied; what search finds is not part of lists. */
const tables = ['event', 'conversation', 'seat', 'message', 'own', 'link', 'label']
/** Row numbers, which the database gives; `n` of a message is something else. */
const numbered = ['event.n', 'event.position', 'conversation.seq', 'message.seq']

/**
 * Copies one conversation so many times, an hour apart, to agents in turn, each with a customer of its own: lists
 * of a million conversations in a minute instead of an hour. An agent has read all but every fiftieth.
 */
export const cloneConversations = (
  database: Handle,
  template: { readonly id: string; readonly agent: string; readonly customer: string },
  count: number,
): void => {
  const agent = `'agent-' || (i % ${agents})`
  const read = (column: string, all: string) =>
    `case when i / ${agents} % 50 = 0 then ${column} else ${all} end`
  const expressions: { readonly [column: string]: string } = {
    conversation: "'clone-' || i",
    read_n: read('read_n', 'head_n'),
    read_own_n: read('read_own_n', 'own_n'),
    read_customer_n: read('read_customer_n', 'head_customer_n'),
    read_own_customer_n: read('read_own_customer_n', 'own_customer_n'),
  }
  const expression = (table: string, column: string): string => {
    const known = expressions[column]
    if (numbered.includes(`${table}.${column}`)) return 'null'
    if (known !== undefined) return known
    if (column === 'at' || column.endsWith('_at')) return `${column} + i * 3600000`
    if (['actor', 'author', 'assignee', 'initiator', 'customer', 'concerns'].includes(column)) {
      return `case ${column} when @agent then ${agent} when @customer then 'customer-' || i else ${column} end`
    }
    return column
  }
  // The log's guards are right, and slow when all is known to be well.
  const triggers = database.prepare("select name from sqlite_schema where type = 'trigger'").pluck().all()
  for (const name of triggers) database.exec(`drop trigger ${String(name)}`)
  const copy = (table: string) => {
    const columns = database
      .prepare(`select name from pragma_table_info('colloquy_${table}')`)
      .pluck()
      .all()
      .map(String)
    database
      .prepare(
        `with recursive copies (i) as (select 1 union all select i + 1 from copies where i < @count)
         insert into colloquy_${table} (${columns.join(', ')})
         select ${columns.map((column) => expression(table, column)).join(', ')}
         from copies cross join colloquy_${table}
         where tenant = 'acme' and conversation = @id order by i`,
      )
      .run({ ...template, count })
  }
  database.transaction(() => tables.forEach(copy))()
  database.pragma('wal_checkpoint(truncate)')
}
