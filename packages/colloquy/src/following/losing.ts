import type { Recorded, Viewer, Who } from '@colloquy/core'
import { canSeeDirectly, sameWho } from '@colloquy/core'
import type { Glance } from './Glance.ts'

/** What somebody who does not see a conversation (any more) lost by an event. `queue`: it left a queue they serve. */
export type Loss = 'nothing' | 'queue' | 'access'

/**
 * Whether an event took a conversation from a viewer who does not see it now. Mostly the event itself tells; where it
 * does not, the conversation is looked at as it was before.
 */
export const lossBy = async (event: Recorded, viewer: Viewer, glance: Glance): Promise<Loss> => {
  const fact = event.event
  const isViewer = (who: Who): boolean => sameWho(who, viewer.who)
  switch (fact.type) {
    case 'participant-left':
    case 'conversation-unfollowed':
      return isViewer(fact.who) ? 'access' : 'nothing'
    case 'conversation-released':
      return isViewer({ side: 'staff', id: fact.from }) ? 'access' : 'nothing'
    case 'conversation-assigned': {
      if (fact.from !== null) return isViewer({ side: 'staff', id: fact.from }) ? 'access' : 'nothing'
      if (viewer.queues.length === 0) return 'nothing'
      const header = await glance.header(event)
      return header !== null && header.queue !== null && viewer.queues.includes(header.queue)
        ? 'queue'
        : 'nothing'
    }
    case 'conversation-queued':
    case 'conversation-reopened':
      if (viewer.side === 'customer' || viewer.viewAll) return 'nothing'
      return canSeeDirectly(viewer, await glance.before(event)) ? 'queue' : 'nothing'
    case 'conversation-removed':
    case 'conversation-type-set':
    case 'context-unlinked':
      return canSeeDirectly(viewer, await glance.before(event)) ? 'access' : 'nothing'
    default:
      return 'nothing'
  }
}
