import type { Side } from '../conversation/Actor.ts'
import type { Dialect } from './Dialect.ts'
import { existsIn } from './Dialect.ts'

/** What is known of whoever has a seat, as SQL of a dialect. */
export const peopleIn = (dialect: Dialect) => {
  const { yes, no } = dialect

  const publiclyBy = (seat: string): string => `colloquy_message w
  where w.tenant = @tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and ${no('w.removed')} and w.author_side = ${seat}.side and w.author = ${seat}.actor`
  const wrotePublicly = (seat: string): string => existsIn(dialect)(`select 1 from ${publiclyBy(seat)}`)

  return {
    /** Whether a side knows of somebody: customers know of staff by what these wrote publicly, and only by that. */
    takesPart: (seat: string, side: Side): string =>
      side === 'staff'
        ? yes(`${seat}.participant`)
        : `case ${seat}.side when 'customer' then ${yes(`${seat}.participant`)} else ${wrotePublicly(seat)} end`,
    /** As what somebody wrote their last public message that was not removed; null where there is none. */
    publicKind: (seat: string): string =>
      `(select w.author_kind from ${publiclyBy(seat)} order by w.customer_n desc limit 1)`,
  }
}
