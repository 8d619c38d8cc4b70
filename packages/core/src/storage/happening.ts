import { readerKey } from '../conversation/Actor.ts'
import type { Position } from '../conversation/Ids.ts'
import type { Viewer } from '../projections/seen/Viewer.ts'
import type { Dialect, Parameters } from './Dialect.ts'
import { existsIn } from './Dialect.ts'

/** The parameters of the conditions on what changed after a position. */
export const changedValues = (after: Position, viewer: Viewer): Parameters => ({
  changedAfter: after,
  reader: readerKey(viewer.who),
})

/** The condition of events `e` that are visible to a viewer, in SQL of a dialect. */
export const happeningIn = (dialect: Dialect) => {
  const { always, yes, no, fact, fenced } = dialect
  const exists = existsIn(dialect)

  /**
   * The viewer began or ceased to follow the conversation: it changes their own row, though the event is visible to
   * staff only.
   */
  const ownFollowing = `(e.type in ('conversation-followed', 'conversation-unfollowed')
  and ${fact('who', 'side')} = @side and ${fact('who', 'id')} = @actor)`

  const toCustomers = `coalesce(${fenced(`select case when ${yes('h.participant')} or ${yes('h.follower')} then h.hidden_n end
  from colloquy_seat h where h.tenant = @tenant and h.conversation = e.conversation
  and h.side = @side and h.actor = @actor`)}, 0)`
  const ofAll = `${fact('of', 'what')} = 'conversation'`
  const ofWhom = (side: string, id: string): string =>
    `(${side} = ${fact('of', 'who', 'side')} and ${id} = ${fact('of', 'who', 'id')})`

  /** An erasure of a text that the customer could see: a message, a subject line or a name. */
  const erasedFromCustomers = `(e.type = 'content-erased' and (
  ${exists(`select 1 from colloquy_message w where w.tenant = @tenant and w.conversation = e.conversation
    and ${no('w.removed')} and w.customer_n > ${toCustomers}
    and (${ofAll} or w.id = ${fact('of', 'messageId')} or ${ofWhom('w.author_side', 'w.author')})`)}
  or ${exists(`select 1 from colloquy_conversation o where o.tenant = @tenant and o.conversation = e.conversation
    and o.subject_version < e.version and (${ofAll} or ${ofWhom('o.concerns_side', 'o.concerns')})`)}
  or ${exists(`select 1 from colloquy_seat p where p.tenant = @tenant and p.conversation = e.conversation
    and p.side = 'customer' and ${yes('p.participant')} and p.name_version < e.version
    and (${ofAll} or ${ofWhom('p.side', 'p.actor')})`)}))`

  const toSide = {
    staff: always,
    customer: `e.customer_version is not null or ${ownFollowing} or ${erasedFromCustomers}`,
  }

  return (viewer: Viewer): string => `((e.reader = '' and (${toSide[viewer.side]})) or e.reader = @reader)`
}
