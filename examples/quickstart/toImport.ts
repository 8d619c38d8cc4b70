import type { ImportedConversation } from 'colloquy'
import type { StarConversation, StarMessage } from './star.ts'

/** The same conversation in the form that the library imports. */
export const toImport = (conversation: StarConversation): ImportedConversation => {
  const { id, subject, customer, agent, startedAt, closedAt, context, messages } = conversation
  return {
    id,
    subject,
    customer,
    owner: agent.id,
    contexts: context,
    startedAt,
    ...(closedAt === null ? {} : { closedAt }),
    messages: messages.map((message) => ({
      author: authorOf(conversation, message),
      visibility: message.visibility,
      body: message.text,
      at: message.at,
      ...(message.kind === null ? {} : { attributes: { kind: message.kind } }),
    })),
  }
}

type Author = ImportedConversation['messages'][number]['author']

const authorOf = ({ customer, agent }: StarConversation, { from, by }: StarMessage): Author => {
  switch (from) {
    case 'customer':
      return { kind: 'customer', ...customer }
    case 'agent':
      return { kind: 'staff', ...(by ?? agent) }
    case 'system':
      return { kind: 'bot', id: 'system', name: 'System' }
  }
}
