import assert from 'node:assert/strict'
import type { StarConversation } from '../../../../../examples/quickstart/star.ts'
import type { Desk, Opened } from './opening.ts'
import { customer, poster, staff } from './opening.ts'

// Tokens of a moment differ each time they are given.
type Conversation = Omit<Awaited<ReturnType<Desk['conversation']>>, 'watchFrom'>
type Items = Awaited<ReturnType<Desk['timeline']>>['items']
type Participants = Awaited<ReturnType<Desk['participants']>>

/** All that the public surface shows: one who sees everything, and what each of those in it has to read. */
export type Picture = {
  readonly conversations: ReadonlyMap<
    string,
    { readonly row: Conversation; readonly items: Items; readonly participants: Participants }
  >
  /** By viewer: the indicator's numbers, and unread of each conversation in their list. */
  readonly reading: ReadonlyMap<string, ReadonlyArray<string>>
}

export const pictureOf = async (
  chat: Opened,
  source: ReadonlyArray<StarConversation>,
  viewers: number,
): Promise<Picture> => {
  const desk = chat.as(poster)
  const conversations = new Map<string, { row: Conversation; items: Items; participants: Participants }>()
  for (const { id } of source) {
    const [{ watchFrom: _, ...row }, { items, older }, participants] = await Promise.all([
      desk.conversation(id),
      desk.timeline(id, { limit: 200, events: true }),
      desk.participants(id),
    ])
    assert.equal(older, null, 'one page shows all')
    conversations.set(id, { row, items, participants })
  }
  const people = new Map<string, 'customer' | 'staff'>()
  for (const { customer: whose, agent } of source) {
    people.set(`customer ${whose.id}`, 'customer').set(`staff ${agent.id}`, 'staff')
  }
  const reading = new Map<string, ReadonlyArray<string>>()
  for (const [name, side] of Array.from(people).slice(0, viewers)) {
    const id = name.slice(side.length + 1)
    reading.set(
      name,
      await (side === 'customer' ? unreadOf(chat.as(customer(id))) : unreadOf(chat.as(staff(id)))),
    )
  }
  return { conversations, reading }
}

type Reader = {
  readonly indicator: () => Promise<{
    readonly conversations: number
    readonly withNewMessages: number
    readonly messages: number
  }>
  readonly inbox: (options: { readonly view: 'unread'; readonly limit: number }) => Promise<{
    readonly rows: ReadonlyArray<{ readonly id: string; readonly unread: number; readonly isUnread: boolean }>
  }>
}

const unreadOf = async (session: Reader): Promise<ReadonlyArray<string>> => {
  const { conversations, withNewMessages, messages } = await session.indicator()
  const { rows } = await session.inbox({ view: 'unread', limit: 200 })
  return [
    `${conversations} ${withNewMessages} ${messages}`,
    ...rows.map(({ id, unread, isUnread }) => `${id} ${unread} ${isUnread}`),
  ]
}

/** The same picture without what one person wrote and is called: what erasing them must leave. */
export const without = (picture: Picture, person: string): Picture => {
  const conversations = new Map(
    Array.from(picture.conversations, ([id, { row, items, participants }]) => {
      const last = items.findLast((item) => item.type === 'message' && item.id === row.lastMessageId)
      const theirsIsLast = last?.type === 'message' && last.author.id === person
      return [
        id,
        {
          row: {
            ...row,
            subject: row.customer === person ? null : row.subject,
            preview: theirsIsLast ? null : row.preview,
          },
          items: items.map((item) => itemWithout(item, person, row.customer === person)),
          participants: participants.map((one) => (one.id === person ? { ...one, name: null } : one)),
        },
      ] as const
    }),
  )
  return { conversations, reading: picture.reading }
}

const itemWithout = (item: Items[number], person: string, isTheirs: boolean): Items[number] => {
  if (item.type === 'message') {
    if (item.author.id !== person) return item
    return { ...item, body: null, author: { ...item.author, name: null } }
  }
  // Taken out as it is stored: what concerns somebody is not empty, it is not there.
  const { data, ...event } = item
  if (item.event === 'conversation-created' && isTheirs) {
    const { subject: _, ...rest } = data
    return { ...event, data: rest }
  }
  if (item.event === 'participant-joined' && isWho(data['who'], person)) {
    const { name: _, phone: __, email: ___, ...rest } = data
    return { ...event, data: rest }
  }
  return item
}

const isWho = (who: unknown, id: string): boolean =>
  typeof who === 'object' && who !== null && 'id' in who && who.id === id

/** Fails where two differ in anything but that somebody was erased. */
export const isSame = (found: Picture, expected: Picture): void => {
  assert.deepEqual(found.reading, expected.reading)
  for (const [id, conversation] of expected.conversations) {
    const other = found.conversations.get(id)
    assert.ok(other !== undefined)
    const items = other.items.filter((item) => !(item.type === 'event' && item.event === 'content-erased'))
    assert.deepEqual({ ...other, items }, conversation, id)
  }
}
