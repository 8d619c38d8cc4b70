import type { Side } from '../conversation/Actor.ts'
import type { Dialect } from './Dialect.ts'
import { existsIn } from './Dialect.ts'

/** The conditions on the people of a conversation, in SQL of a dialect. */
export const peopleIn = (dialect: Dialect) => {
  const { yes, no } = dialect

  const publiclyBy = (seat: string): string => `colloquy_message w
  where w.tenant = @tenant and w.conversation = ${seat}.conversation and w.customer_n is not null
  and ${no('w.removed')} and w.author_side = ${seat}.side and w.author = ${seat}.actor`
  const wrotePublicly = (seat: string): string => existsIn(dialect)(`select 1 from ${publiclyBy(seat)}`)

  return {
    /** Whether a side sees a person: customers see only staff with public messages. */
    takesPart: (seat: string, side: Side): string =>
      side === 'staff'
        ? yes(`${seat}.participant`)
        : `case ${seat}.side when 'customer' then ${yes(`${seat}.participant`)} else ${wrotePublicly(seat)} end`,
    /**
     * The kind of actor under which a person wrote their last public message that was not removed; null without one.
     */
    publicKind: (seat: string): string =>
      `(select w.author_kind from ${publiclyBy(seat)} order by w.customer_n desc limit 1)`,
  }
}
