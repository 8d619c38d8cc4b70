import { tenant } from '../../lib/desk.ts'
import { filling } from './filling.ts'

/** The tables that each message adds a row to, and the columns that are one greater with each. */
const tables = {
  event: ['version', 'customer_version'],
  message: ['n', 'customer_n', 'customer_version', 'version', 'body_version', 'author_own_n', 'actor_own_n'],
  own: ['n', 'own_n'],
  term: ['version'],
  ledger: ['version', 'customer_version', 'last_version'],
}

/** Every conversation's last message again: uuids that begin with a number of their own. */
const another = (id: string) => `lpad(to_hex(j), 8, '0') || substr(${id}, 9)`

const replaced: { readonly [column: string]: string } = {
  'event.position': '(select head from colloquy_tenant where tenant = $1) + (j - 1) * o.count + o.place',
  'event.facts': `replace(x.facts::text, m.id, ${another('m.id')})::json`,
  'event.command': another('x.command'),
  'ledger.command': `lpad(to_hex(o.place), 8, '0') || ${another('x.command')}`,
  'ledger.message': another('m.id'),
  'message.id': another('m.id'),
}

/**
 * Adds so many messages to each conversation of a database, as if the agent had gone on posting, in turn in all of
 * them: what an hour of posting would have left, in seconds. Each must end with a message of the agent's.
 */
export const lengthen = (url: string, messages: number): Promise<void> =>
  filling(url, Object.keys(tables), async ({ run, columns }) => {
    for (const [table, counted] of Object.entries(tables)) {
      const names = (await columns(table)).filter((name) => `${table}.${name}` !== 'event.n')
      const value = (name: string) => {
        if (counted.includes(name)) return `x.${name} + j`
        return replaced[`${table}.${name}`] ?? `x.${name}`
      }
      await run(
        `insert into colloquy_${table} (${names.join(', ')})
         select ${names.map(value).join(', ')}
         from generate_series(1, $2::integer) as j
         cross join (select conversation, row_number() over (order by conversation) as place,
             count(*) over () as count, last_staff_id
           from colloquy_conversation where tenant = $1) o
         join colloquy_message m on m.tenant = $1 and m.conversation = o.conversation and m.id = o.last_staff_id
         join colloquy_${table} x on x.tenant = $1 and x.conversation = o.conversation and ${lastOf(table)}
         order by j, o.place`,
        [tenant, messages],
      )
    }
    await run(
      `update colloquy_conversation c set version = c.version + $2::integer,
         customer_version = c.customer_version + $2, staff_n = c.staff_n + $2, customer_n = c.customer_n + $2,
         last_staff_n = c.last_staff_n + $2, last_customer_n = c.last_customer_n + $2, answered_n = c.answered_n + $2,
         last_staff_id = ${lastId('c.last_staff_id')}, last_customer_id = ${lastId('c.last_customer_id')}
       where c.tenant = $1`,
      [tenant, messages],
    )
    await run(
      `update colloquy_seat set head_n = head_n + $2::integer,
         own_n = own_n + case when side = 'staff' and actor = 'anna' then $2 else 0 end where tenant = $1`,
      [tenant, messages],
    )
    await run(
      `update colloquy_tenant t set head = head + $2::integer * (
         select count(*) from colloquy_conversation c where c.tenant = t.tenant) where t.tenant = $1`,
      [tenant, messages],
    )
  })

const lastId = (id: string) => `lpad(to_hex($2), 8, '0') || substr(${id}, 9)`

const lastOf = (table: string): string => {
  switch (table) {
    case 'own':
      return "x.n = m.n and x.side = 'staff' and x.actor = 'anna'"
    case 'ledger':
      return 'x.message = m.id'
    case 'message':
      return 'x.id = m.id'
    default:
      return `x.version = m.version${table === 'event' ? " and x.reader = ''" : ''}`
  }
}
