import type { InnerSession } from '../../../src/index.ts'
import type { Given, Told } from './Said.ts'

/** Conversations that everybody writes to. */
export const hot: ReadonlyArray<string> = Array.from({ length: 20 }, (_, n) => `hot-${n}`)

/** Others who are in a conversation from its start; each comes with an event of its own. */
const others = ['ben', 'cora', 'dan', 'eve']

/** How many events a new conversation comes to: created, its customer, the one who began it, others, link, message. */
export const eventsOfStart = 1 + 1 + 1 + others.length + 1 + 1

/** Gives a command, or gives it once more: with the same name it is the same command. */
export const give = (
  desk: InnerSession,
  commandId: string,
  { name, conversationId, body }: Given,
): Promise<Told> =>
  name === 'start'
    ? desk.start({
        commandId,
        id: conversationId,
        type: 'customer',
        customer: 'cleo',
        subject: `About ${conversationId}`,
        participants: others.map((id) => ({ id, kind: 'staff' as const })),
        contexts: [{ type: 'order', id: conversationId }],
        message: { body, visibility: 'public', confirmPublic: true },
      })
    : desk.post({ commandId, conversationId, body, visibility: 'public', confirmPublic: true })
