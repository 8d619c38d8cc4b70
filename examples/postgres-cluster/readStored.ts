import { systemActor } from 'colloquy'
import { type Opened, tenant } from './Place.ts'

/** A message as it is stored. */
export type Stored = { readonly id: string; readonly body: string | null }

/** Reads what conversations say now, oldest first, through the library. */
export const readStored = async (
  chat: Opened,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, ReadonlyArray<Stored>>> => {
  const found = new Map<string, ReadonlyArray<Stored>>()
  for (const id of ids) found.set(id, await messagesOf(chat, id))
  return found
}

const messagesOf = async (chat: Opened, id: string): Promise<ReadonlyArray<Stored>> => {
  const messages: Array<Stored> = []
  let before: string | null = null
  do {
    const page = await chat.as(systemActor(tenant)).timeline(id, { limit: 200, before })
    const items = page.items.filter((item) => item.type === 'message')
    messages.unshift(...items.map((item) => ({ id: item.id, body: item.body })))
    before = page.older
  } while (before !== null)
  return messages
}
