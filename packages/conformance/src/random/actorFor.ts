import type { Actor } from '@colloquy/core/storage'
import type { CommandTag } from '@colloquy/core/engine'
import type { Policies } from '@colloquy/core'
import { actorsOf } from './cast.ts'
import type { Dice } from './Dice.ts'
import type { Place } from './Known.ts'

/** The actor of a random command: usually one who may give it, so that not everything is refused. */
export const actorFor = (
  tag: CommandTag,
  dice: Dice,
  place: Place,
  tenant: string,
  policies: Policies,
): Actor => insider(dice, dice.pick(castFor(tag, actorsOf(tenant, policies))), place, policies)

/** Some commands are for the system only; most others for staff. */
const castFor = (tag: CommandTag, actors: ReadonlyArray<Actor>): ReadonlyArray<Actor> => {
  const ofKind = (...kinds: ReadonlyArray<Actor['kind']>) => actors.filter(({ kind }) => kinds.includes(kind))
  switch (tag) {
    case 'EraseContent':
    case 'SettleImport':
      return [...ofKind('system'), ...ofKind('system'), ...actors]
    case 'StartConversation':
      return [...actors, ...ofKind('customer'), ...ofKind('system'), ...ofKind('system')]
    case 'PostMessage':
    case 'MarkRead':
    case 'MarkUnread':
      return [...actors, ...ofKind('customer'), ...actors.filter(({ id }) => id === 'sue')]
    default:
      return [...actors, ...ofKind('staff'), ...actors.filter(({ id }) => id === 'sue' || id === 'host')]
  }
}

/** A customer who acts is mostly the conversation's own. */
const insider = (dice: Dice, actor: Actor, place: Place, policies: Policies): Actor => {
  if (actor.kind !== 'customer' || place.customer === null || dice.oneIn(5)) return actor
  return (
    actorsOf(actor.tenant, policies).find(({ id, kind }) => kind === 'customer' && id === place.customer) ??
    actor
  )
}
