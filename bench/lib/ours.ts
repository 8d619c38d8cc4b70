import { sqlite } from '@colloquy/sqlite'
import { join } from 'node:path'
import { actor, openConversations, roles } from 'colloquy'
import { textFor } from './text.ts'

export const tenant = 'acme'
const anna = actor({ tenant, id: 'anna', kind: 'staff', can: roles.agent, name: 'Anna' })

/** The library on a database of its own, as a host opens it, with an agent who posts. */
export const openOurs = async (folder: string, name = 'ours.db') => {
  const filename = join(folder, name)
  const chat = await openConversations({ storage: sqlite({ filename }), policies: 'helpdesk' })
  const desk = chat.as(anna)
  /** A conversation of two members: the agent and a customer. Answers its id. */
  const start = async (customer: string): Promise<string> => {
    const { conversationId } = await desk.start({ type: 'customer', subject: 'A question', customer })
    return conversationId
  }
  let posts = 0
  const post = (conversationId: string) => {
    posts += 1
    return desk.post({ conversationId, body: textFor(posts), visibility: 'public', confirmPublic: true })
  }
  /** So many conversations, 256 at a time. */
  const startMany = async (count: number): Promise<ReadonlyArray<string>> => {
    const ids: Array<string> = []
    while (ids.length < count) {
      const room = Math.min(256, count - ids.length)
      const first = ids.length
      ids.push(...(await Promise.all(Array.from({ length: room }, (_, n) => start(`customer-${first + n}`)))))
    }
    return ids
  }
  /** So many messages, 256 at a time, one after the other in each of the conversations. */
  const postMany = async (conversations: ReadonlyArray<string>, count: number): Promise<void> => {
    for (let done = 0; done < count; ) {
      const room = Math.min(256, count - done)
      const first = done
      await Promise.all(
        Array.from({ length: room }, (_, n) => post(conversations[(first + n) % conversations.length] ?? '')),
      )
      done += room
    }
  }
  return { chat, desk, filename, start, startMany, post, postMany, close: () => chat.close() }
}

export type Ours = Awaited<ReturnType<typeof openOurs>>
