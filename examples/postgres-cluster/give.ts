import { actor, type Receipt, roles, systemActor } from 'colloquy'
import type { Task } from './Command.ts'
import { type Opened, tenant } from './Place.ts'

/** Carries a command out, as its author. Given again, under the same name, it answers what it answered the first time. */
export const give = (chat: Opened, { command, conversationId }: Task): Promise<Receipt> => {
  const { commandId, begins, author, visibility, body } = command
  const { id, kind, name } = author
  const message = { visibility, body, confirmPublic: true }
  if (kind === 'customer') {
    const customer = chat.as(actor({ tenant, id, kind, can: roles.customer, name }))
    return conversationId === null
      ? customer.start({ commandId, subject: begins?.subject ?? '', message })
      : customer.post({ commandId, conversationId, ...message })
  }
  const desk = chat.as(
    kind === 'system' ? systemActor(tenant) : actor({ tenant, id, kind, can: roles.agent, name }),
  )
  return conversationId === null
    ? desk.start({ commandId, type: 'customer', ...begins, message })
    : desk.post({ commandId, conversationId, ...message })
}
