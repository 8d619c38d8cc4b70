import type { Who } from '../../Actor.ts'
import type { Context } from '../../Command.ts'
import type { Visibility } from '../../Event.ts'
import type { Here } from '../Decision.ts'
import { policiesFor } from '../Decision.ts'

type ReplyEffect = 'goes-on' | 'reopens' | 'forks' | 'refused'

/** What a message does to a conversation that may be closed. A note never re-opens or forks. */
export const replyEffect = (
  context: Context,
  here: Here,
  author: Who,
  visibility: Visibility,
): ReplyEffect => {
  const { header } = here
  if (header.status !== 'closed') return 'goes-on'
  const policies = policiesFor(context, header)
  if (visibility === 'internal' && header.type === 'customer')
    return policies.notesWhenClosed ? 'goes-on' : 'refused'
  switch (policies.replyToClosed[author.side]) {
    case 'reject':
      return 'refused'
    case 'fork':
      return 'forks'
    case 'reopen': {
      const since = timeOf(context, here) - (header.closedAt ?? 0)
      return policies.reopenWithin === null || since <= policies.reopenWithin ? 'reopens' : 'forks'
    }
  }
}

const timeOf = (context: Context, here: Here): number =>
  Math.max(context.backdated ?? context.now, here.header.lastAt)
