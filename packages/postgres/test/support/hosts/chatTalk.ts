import { actor, openConversations, roles, type Session } from 'colloquy'
import { postgres } from '../../../src/index.ts'
import type { Talk } from './Talk.ts'

const anna = actor({ tenant: 'shop', id: 'anna', kind: 'staff', can: roles.admin })
const cleo = actor({ tenant: 'shop', id: 'cleo', kind: 'customer', can: roles.customer })

const saidTo = async (session: Pick<Session, 'timeline'>, id: string): Promise<ReadonlyArray<string>> => {
  const { items } = await session.timeline(id, { limit: 50 })
  return items.flatMap((item) => (item.type === 'message' && item.body !== null ? [item.body] : []))
}

/** The whole library, inside the host's transaction. */
export const chatTalk: Talk = {
  open: async (url) => {
    const chat = await openConversations({ storage: postgres({ connectionString: url }) })
    const desk = chat.as(anna)
    const { conversationId } = await chat.as(cleo).start({ type: 'customer', message: 'Where is my order?' })
    return {
      post: async (transaction, body) => {
        await chat
          .within(transaction)
          .as(anna)
          .post({ conversationId, body, visibility: 'public', confirmPublic: true })
      },
      refused: async (transaction) => {
        const answer = await chat
          .within(transaction)
          .as(anna)
          .try.post({ conversationId: 'nowhere', body: 'x', visibility: 'internal' })
        if (answer.ok) throw new Error('this was to be refused')
      },
      said: (transaction) => saidTo(chat.within(transaction).as(anna), conversationId),
      saidOutside: () => saidTo(desk, conversationId),
      close: () => chat.close(),
    }
  },
}
