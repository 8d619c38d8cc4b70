import { foundFor, perhapsFor } from './fenced.ts'
import { given, rowsGiven } from './given.ts'

const notOwn = `not (x.author_side = w.side and x.author = w.actor) and not (x.actor_side = w.side and x.actor = w.actor)`
const ofConversation = 'x.tenant = @tenant and x.conversation = w.conversation'

const lastCountable = (n: 'n' | 'customer_n'): string => `(select x.${n} from colloquy_message x
  where ${ofConversation} and not x.removed and x.${n} > 0 and ${notOwn} order by x.${n} desc limit 1)`

const removedAfter = (n: 'n' | 'customer_n'): string => `
  select count(*) as all_of_them, count(*) filter (where x.author_side = 'customer') as customers
  from colloquy_message x where ${ofConversation} and x.removed and x.${n} > p.n and ${notOwn}`

/** The ordinal of a place for the reader's audience; null where the reader does not see that place. */
const ordinal = (n: 'n' | 'customer_n', head: string, run: string): string => `case w.place
    when 'at' then m.${n}
    when 'before' then m.${n} - 1
    when 'before-run' then case when c.run_n is null then ${head} else ${run} - 1 end
    else ${lastCountable(n)} - 1 end`

/**
 * The readers' cursors at places, by a constant number of index seeks. Each row has the conversation, the key, the
 * ordinal, the number of own messages up to it (all, and public ones), of others' removed messages after it (all, and
 * by customers), and of messages by customers up to it.
 */
export const reaches = `select json_build_array(w.conversation, w.i, p.n, coalesce(o.own_n, 0), coalesce(o.own_customer_n, 0),
  r.all_of_them, r.customers, coalesce(f.from_customer_n, 0)) as row
from ${rowsGiven(
  'i text',
  given('conversation', 'text'),
  given('side', 'text'),
  given('actor', 'text'),
  'place text',
  given('message', 'text'),
)}
${foundFor('select * from colloquy_conversation c where c.tenant = @tenant and c.conversation = w.conversation')} c
${perhapsFor(`select x.n, x.customer_n from colloquy_message x where ${ofConversation} and x.id = w.message`, 'm')}
${foundFor(`select case when w.side = 'staff'
  then ${ordinal('n', 'c.staff_n', 'c.run_staff_n')}
  else ${ordinal('customer_n', 'c.customer_n', 'c.run_n')} end as n`)} p
${perhapsFor(
  `select x.own_n, x.own_customer_n from colloquy_own x
  where ${ofConversation} and x.side = w.side and x.actor = w.actor and x.n <= p.n order by x.n desc limit 1`,
  'o',
)}
${foundFor(`
  select * from (${removedAfter('n')}) s where w.side = 'staff'
  union all select * from (${removedAfter('customer_n')}) s where w.side <> 'staff'`)} r
${perhapsFor(
  `select x.from_customer_n from colloquy_message x
  where ${ofConversation} and w.side = 'staff' and x.n > 0 and x.n <= p.n order by x.n desc limit 1`,
  'f',
)}
where p.n is not null`
