import type { Storage } from '@colloquy/core/storage'
import { actor, openConversations, roles } from 'colloquy'
import { textFor } from './text.ts'

export const tenant = 'acme'
export const agent = actor({ tenant, id: 'anna', kind: 'staff', can: roles.agent, name: 'Anna' })

/** So many calls, as many at a time as a commit holds; their answers in order. */
const together = async <A>(count: number, call: (n: number) => Promise<A>): Promise<ReadonlyArray<A>> => {
  const answers: Array<A> = []
  while (answers.length < count) {
    const first = answers.length
    const room = Math.min(256, count - first)
    answers.push(...(await Promise.all(Array.from({ length: room }, (_, n) => call(first + n)))))
  }
  return answers
}

/**
 * The library over a storage, as a host opens it, with an agent who posts. `colleagues`: who else is in each
 * conversation besides the agent and a customer.
 */
export const openDesk = async (storage: Storage, colleagues: ReadonlyArray<string> = []) => {
  const chat = await openConversations({ storage, policies: 'helpdesk' })
  const desk = chat.as(agent)
  const participants = colleagues.map((id) => ({ id, kind: 'staff' as const }))
  /** A conversation of the agent, a customer and the colleagues. Answers its id. */
  const start = async (customer: string): Promise<string> => {
    const begun = await desk.start({ type: 'customer', subject: 'A question', customer, participants })
    return begun.conversationId
  }
  let posts = 0
  const post = (conversationId: string) => {
    posts += 1
    return desk.post({ conversationId, body: textFor(posts), visibility: 'public', confirmPublic: true })
  }
  /** So many messages, one after the other in each of the conversations. */
  const postMany = (conversations: ReadonlyArray<string>, count: number) =>
    together(count, (n) => post(conversations[n % conversations.length] ?? ''))
  return {
    chat,
    desk,
    start,
    startMany: (count: number) => together(count, (n) => start(`customer-${n}`)),
    post,
    postMany,
    close: () => chat.close(),
  }
}

export type Desk = Awaited<ReturnType<typeof openDesk>>
