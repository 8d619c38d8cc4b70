/** The number of a person's own messages up to an ordinal. */
export const ownUpTo = `select own_n, own_customer_n from colloquy_own
where tenant = ? and conversation = ? and side = ? and actor = ? and n <= ? order by n desc limit 1`

/** The number of messages by customers up to an ordinal. */
export const fromCustomersUpTo = `select from_customer_n from colloquy_message
where tenant = ? and conversation = ? and n <= ? order by n desc limit 1`

const notOwn = (who: string): string =>
  `not (author_side = @side and author = ${who}) and not (actor_side = @side and actor = ${who})`

/** The number of others' removed messages after an ordinal, and of those by customers. */
export const removedAfter = (ordinal: 'n' | 'customer_n'): string => `
select count(*), coalesce(sum(author_side = 'customer'), 0) from colloquy_message
where tenant = @tenant and conversation = @conversation and removed = 1 and ${ordinal} > @after and ${notOwn('@actor')}`

/** The last message of others that was not removed. */
export const lastCountable = (ordinal: 'n' | 'customer_n'): string => `select ${ordinal} from colloquy_message
where tenant = @tenant and conversation = @conversation and removed = 0 and ${ordinal} is not null
and ${notOwn('@actor')} order by ${ordinal} desc limit 1`
