import type { ImportedConversation } from 'colloquy'
import type { StarConversation, StarEvent, StarMessage } from './star.ts'

/** The same conversation in the form that the library imports. */
export const toImport = (conversation: StarConversation): ImportedConversation => {
  const { id, subject, customer, agent, startedAt, closedAt, context, messages, events } = conversation
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
    events: events.map((event) => eventOf(conversation, event)),
  }
}

type Event = NonNullable<ImportedConversation['events']>[number]

const eventOf = ({ customer, agent }: StarConversation, event: StarEvent): Event => {
  if (event.type === 'assigned') {
    return { type: 'assigned', to: event.to.id, at: event.at, by: { kind: 'staff', ...agent } }
  }
  const by = event.by ?? agent
  const kind = by.id === customer.id ? 'customer' : 'staff'
  return { type: event.type, at: event.at, by: { kind, ...by } }
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
