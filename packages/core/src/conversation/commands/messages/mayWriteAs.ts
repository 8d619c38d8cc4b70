import * as E from 'fp-ts/lib/Either.js'
import type { Who } from '../../Actor.ts'
import { readerKey, sameWho, sideOf, whoIs } from '../../Actor.ts'
import type { Context } from '../../Command.ts'
import type { Visibility } from '../../Event.ts'
import { postAsForbidden } from '../../Rejection.ts'
import type { Permission } from '../Decision.ts'
import { allowed } from '../Decision.ts'

/** O13: writing as another person needs the capability, and that person must take part here or be known staff. */
export const mayWriteAs = (
  { actor, directory }: Context,
  author: Who,
  visibility: Visibility,
  isHere: boolean,
): Permission<'PostAsForbidden'> => {
  if (sameWho(author, whoIs(actor))) return allowed
  const known = directory?.get(readerKey(author)) ?? null
  const present = isHere || (author.side === 'staff' && known !== null && known.active)
  const fits = author.side === 'staff' || visibility === 'public'
  const may = actor.capabilities.has(author.side === 'staff' ? 'postAs.staff' : 'postAs.customer')
  return sideOf(actor.kind) === 'staff' && may && present && fits ? allowed : E.left(postAsForbidden)
}
