import { tenant } from '../../lib/desk.ts'
import { filling } from './filling.ts'

const agents = 20

/** The tables of the read model and the log whose rows are copied; what search finds is not part of lists. */
const tables = ['event', 'conversation', 'seat', 'message', 'own', 'link', 'label']

/**
 * Copies one conversation so many times, an hour apart, to agents in turn, each with a customer of its own. An agent
 * has read all but every fiftieth.
 */
export const cloneConversations = (
  url: string,
  template: { readonly id: string; readonly agent: string; readonly customer: string },
  count: number,
): Promise<void> =>
  filling(url, tables, async ({ run, columns }) => {
    for (const table of tables) {
      const names = await columns(table)
      await run(
        `insert into colloquy_${table} (${names.join(', ')})
         select ${names.map((name) => expression(table, name)).join(', ')}
         from generate_series(1, $5::integer) as i cross join colloquy_${table}
         where tenant = $1 and conversation = $2
           and $3::text is not null and $4::text is not null order by ${expressions['conversation']}`,
        [tenant, template.id, template.agent, template.customer, count],
      )
    }
    await run('update colloquy_tenant set head = head * ($2::integer + 1) where tenant = $1', [tenant, count])
  })

const agent = `'agent-' || (i % ${agents})`
const read = (column: string, all: string) =>
  `case when i / ${agents} % 50 = 0 then ${column} else ${all} end`

const expressions: { readonly [column: string]: string } = {
  conversation: "'clone-' || i",
  // The template's own take the first few positions, each copy as many after them.
  position: 'position + i::bigint * (select head from colloquy_tenant where tenant = $1)',
  read_n: read('read_n', 'head_n'),
  read_own_n: read('read_own_n', 'own_n'),
  read_customer_n: read('read_customer_n', 'head_customer_n'),
  read_own_customer_n: read('read_own_customer_n', 'own_customer_n'),
}

/** Columns that hold who somebody is. A seat only tells whether its own is the initiator's. */
const people = ['actor', 'author', 'assignee', 'initiator', 'customer', 'concerns']

const expression = (table: string, column: string): string => {
  const known = expressions[column]
  if (known !== undefined) return known
  if (column === 'at' || column.endsWith('_at')) return `${column} + i::bigint * 3600000`
  if (people.includes(column) && `${table}.${column}` !== 'seat.initiator')
    return `case ${column} when $3 then ${agent} when $4 then 'customer-' || i else ${column} end`
  return column
}
