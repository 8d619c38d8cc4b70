import type { Event } from '@colloquy/core/engine'
import { expect, it } from 'vitest'
import type { Chat, ConversationEvent } from '../../src/index.ts'
import { roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { bot, customer, staff } from './support/people.ts'

/** The types of events that hold something a person wrote or is called: one that is new has to be told here, too. */
type PersonalType = Extract<Event, { readonly personal: unknown }>['type']

/** Words of a story, each in one event alone: whose they are, and in what they stand. */
const words: {
  readonly [T in PersonalType]: Partial<{ readonly [who in 'customer' | 'staff' | 'bot']: string }>
} = {
  'conversation-created': { customer: 'quaggasubject' },
  'participant-joined': { customer: 'quagganame', staff: 'okapiname' },
  'message-posted': { customer: 'quaggaposted', staff: 'okapiposted', bot: 'dodoposted' },
  'message-edited': { customer: 'quaggaedited', staff: 'okapiedited', bot: 'dodoedited' },
  'conversation-renamed': { customer: 'quaggarenamed' },
}
const all = Object.values(words).flatMap((each) => Object.values(each))
const ofWhom = (who: 'customer' | 'staff' | 'bot') =>
  Object.values(words).flatMap((each) => (each[who] === undefined ? [] : [each[who]]))

const own = ['message.editOwn', 'message.history', 'update', 'start.customer', 'view.all'] as const
// One id for a customer and a colleague, since an id alone names both.
const robin = customer('robin', { can: [...roles.customer, 'message.editOwn'] })
const colleague = staff('robin', { can: [...roles.admin, ...own] })
const dodo = bot('dodo', { can: [...roles.admin, ...own] })
const looker = staff('looker', { can: [...roles.admin, ...own] })

type Told = { readonly conversationId: string }

/** A conversation that holds personal content of every kind, of a customer, a colleague and a bot. */
const tellIn = async (chat: Chat, only: ReadonlyArray<'customer' | 'staff' | 'bot'>): Promise<Told> => {
  const named = (name: string | undefined) => (name === undefined ? {} : { name })
  const { conversationId } = await chat.as(looker).start({
    type: 'customer',
    subject: words['conversation-created'].customer ?? '',
    customer: { id: 'robin', ...named(words['participant-joined'].customer) },
    participants: only.includes('staff')
      ? [{ id: 'robin', kind: 'staff', ...named(words['participant-joined'].staff) }]
      : [],
  })
  for (const [kind, session] of [
    ['customer', chat.as(robin)],
    ['staff', chat.as(colleague)],
    ['bot', chat.as(dodo)],
  ] as const) {
    if (!only.includes(kind)) continue
    const { messageId = '' } = await session.post({
      conversationId,
      body: words['message-posted'][kind] ?? '',
    })
    const edited = words['message-edited'][kind]
    if (edited !== undefined) await session.edit({ conversationId, messageId, body: edited })
  }
  await chat.as(looker).rename({ conversationId, subject: words['conversation-renamed'].customer ?? '' })
  return { conversationId }
}

/** All that was announced, as a new subscriber is given it now. */
const logOf = async (chat: Chat, told: Told, name: string): Promise<string> => {
  const events: Array<ConversationEvent> = []
  const subscription = chat.subscribe(name, async (event) => void events.push(event), { from: 'start' })
  const receipt = await chat.as(looker).label({ ...told, label: name })
  await chat.waitFor(receipt, subscription)
  await subscription.stop()
  return JSON.stringify(events)
}

/** Which of the words are left, wherever they may be asked for: everywhere alike. */
const leftOf = async (chat: Chat, told: Told, name: string): Promise<ReadonlyArray<string>> => {
  const log = await logOf(chat, told, name)
  const left = all.filter((word) => log.includes(word))
  const desk = chat.as(looker)
  const page = await desk.timeline(told.conversationId, { limit: 200, events: true })
  const past = await desk.timeline(told.conversationId, {
    limit: 200,
    events: true,
    asOf: page.items[0]?.at ?? '',
  })
  const seen = JSON.stringify([
    page,
    past,
    await desk.conversation(told.conversationId),
    await desk.inbox({ view: 'all' }),
    await desk.participants(told.conversationId),
    await desk.audit(told.conversationId),
  ])
  expect(all.filter((word) => seen.includes(word) && !left.includes(word))).toEqual([])
  for (const word of all) {
    const found = [
      ...(await desk.search({ text: word })).rows,
      ...(await desk.search({ participant: word })).rows,
    ]
    if (!left.includes(word)) expect(found, word).toEqual([])
  }
  expect((await chat.verify()).differences).toEqual([])
  return left
}

const erasures = [
  ['somebody by the bare id: on both sides', { participant: 'robin' }, ['customer', 'staff']],
  ['a customer', { participant: { id: 'robin', kind: 'customer' } }, ['customer']],
  ['a colleague', { participant: { id: 'robin', kind: 'staff' } }, ['staff']],
  ['a bot', { participant: { id: 'dodo', kind: 'bot' } }, ['bot']],
] as const

overStorages('Erasing', (open) => {
  it('the story holds a word in each kind of personal content', async () => {
    const { chat } = await open('helpdesk')
    expect(await leftOf(chat, await tellIn(chat, ['customer', 'staff', 'bot']), 'before')).toEqual(all)
  })

  it.each(erasures)('%s: what they wrote and are called is gone, all else stays', async (_, what, whose) => {
    const { chat } = await open('helpdesk')
    const told = await tellIn(chat, ['customer', 'staff', 'bot'])
    const gone: ReadonlyArray<string> = whose.flatMap(ofWhom)
    await chat.erase({ tenant: 'acme', ...what })
    expect(await leftOf(chat, told, 'once')).toEqual(all.filter((word) => !gone.includes(word)))
    await chat.rebuild()
    expect(await leftOf(chat, told, 'rebuilt')).toEqual(all.filter((word) => !gone.includes(word)))
  })

  it('a customer whom nobody answered: their words alone, and nothing is left of them', async () => {
    const { chat } = await open('helpdesk')
    const told = await tellIn(chat, ['customer'])
    await chat.erase({ tenant: 'acme', participant: 'robin' })
    expect(await leftOf(chat, told, 'once')).toEqual([])
  })

  it('a whole conversation: nothing that anybody wrote in it is left, and another’s stays', async () => {
    const { chat } = await open('helpdesk')
    const told = await tellIn(chat, ['customer', 'staff', 'bot'])
    const other = await chat
      .as(looker)
      .start({ type: 'customer', customer: 'cleo', message: 'a zebra stays' })
    await chat.erase({ tenant: 'acme', conversation: told.conversationId })
    expect(await leftOf(chat, told, 'once')).toEqual([])
    expect((await chat.as(looker).search({ text: 'zebra' })).rows.map(({ id }) => id)).toEqual([
      other.conversationId,
    ])
  })

  it('one message: as it was written and as it was edited, and no other', async () => {
    const { chat } = await open('helpdesk')
    const told = await tellIn(chat, ['customer', 'staff', 'bot'])
    const { items } = await chat.as(looker).timeline(told.conversationId)
    const [first] = items
    if (first?.type !== 'message') throw new Error('no message')
    await chat.erase({
      tenant: 'acme',
      message: { conversationId: told.conversationId, messageId: first.id },
    })
    const gone = [words['message-posted'].customer, words['message-edited'].customer]
    expect(await leftOf(chat, told, 'once')).toEqual(all.filter((word) => !gone.includes(word)))
  })

  it('a message that was never edited, and one without any staff about, are erased like others', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId, messageId = '' } = await chat
      .as(robin)
      .start({ type: 'customer', message: 'an aurochs' })
    await chat.erase({ tenant: 'acme', message: { conversationId, messageId } })
    expect((await chat.as(looker).search({ text: 'aurochs' })).rows).toEqual([])
    expect(await logOf(chat, { conversationId }, 'once')).not.toContain('aurochs')
    expect((await chat.verify()).differences).toEqual([])
  })

  it('a retry of what was erased is answered as before, and brings nothing back', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(looker).start({ type: 'customer', customer: 'robin' })
    const post = { conversationId, body: 'a moa', commandId: 'c' }
    const receipt = await chat.as(robin).post(post)
    await chat.erase({ tenant: 'acme', message: { conversationId, messageId: receipt.messageId ?? '' } })
    expect(await chat.as(robin).post(post)).toEqual(receipt)
    expect(await logOf(chat, { conversationId }, 'once')).not.toContain('moa')
  })

  it('what comes after an erasure is kept, and erased again when asked again', async () => {
    const { chat } = await open('helpdesk')
    const told = await tellIn(chat, ['customer'])
    await chat.erase({ tenant: 'acme', participant: 'robin' })
    await chat.as(robin).post({ ...told, body: 'a moa' })
    expect((await chat.as(looker).search({ text: 'moa' })).rows).toHaveLength(1)
    await chat.erase({ tenant: 'acme', participant: 'robin' })
    expect((await chat.as(looker).search({ text: 'moa' })).rows).toEqual([])
    expect(await logOf(chat, told, 'twice')).not.toContain('moa')
  })
})
