import { postgres } from '@colloquy/postgres'
import { type Desk, openDesk } from '../../lib/desk.ts'

/** With the agent who posts and the customer five members. */
export const colleagues = ['bea', 'carl', 'dora']

/** The library on a database of its own, with five members in each conversation. */
export const openOurs = (url: string): Promise<Desk> =>
  openDesk(postgres({ connectionString: url }), colleagues)
