import type { CommandOf, Context } from '../../Command.ts'
import type { Here } from '../Decision.ts'
import { policiesFor } from '../Decision.ts'
import { authorOf, visibilityOf } from './written.ts'

type ReplyEffect = 'goes-on' | 'reopens' | 'forks' | 'refused'

/** The effect of a message on a closed conversation. A note never re-opens or forks. */
export const effectOf = (command: CommandOf<'PostMessage'>, here: Here): ReplyEffect => {
  const { context } = command
  const { header } = here
  if (header.status !== 'closed') return 'goes-on'
  const policies = policiesFor(context, header)
  if (visibilityOf(command, context, header.type) === 'internal' && header.type === 'customer')
    return policies.notesWhenClosed ? 'goes-on' : 'refused'
  switch (policies.replyToClosed[authorOf(command, context).side]) {
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
