import { expect, it } from 'vitest'
import type { Chat, Options } from '../../src/index.ts'
import { extend, presets, roles, systemActor } from '../../src/index.ts'
import { idOf } from '../support/idOf.ts'
import { overStorages } from './support/opening.ts'
import { ada, cleo, staff } from './support/people.ts'
import { bodies, ids, refused } from './support/reading.ts'

const anna = staff('anna')
const bert = staff('bert')
const importer = systemActor('acme')

const directory: Options['directory'] = {
  find: (_tenant, asked) =>
    [
      { id: 'anna', kind: 'staff', active: true, role: 'agent' } as const,
      { id: 'bert', kind: 'staff', active: true, role: 'agent' } as const,
      { id: 'ada', kind: 'staff', active: true, role: 'admin' } as const,
      { id: 'cleo', kind: 'customer', active: true } as const,
    ].filter(({ id }) => asked.includes(id)),
}

/** A conversation that Cleo began by answering a campaign, assigned to Anna. */
const incoming = async (chat: Chat, owner: string | undefined = 'anna') => {
  const { conversationId } = await chat.as(importer).start({
    type: 'customer',
    customer: { id: 'cleo', name: 'Cleo Patra', phone: '+49 170 1234567' },
    channel: 'sms',
    ...(owner === undefined ? {} : { owner }),
  })
  await chat.as(cleo).post({ conversationId, messageId: idOf('in'), body: 'Is it still there?' })
  return { conversationId }
}

overStorages('smsDesk', (open) => {
  it('V2 My Inbox, Sent Messages and Team Inbox, the last for admins', async () => {
    const { chat } = await open('smsDesk')
    const mine = await incoming(chat)
    const theirs = await incoming(chat, 'bert')
    await chat.as(anna).post({ ...mine, body: 'Yes' })
    expect(ids(await chat.as(anna).inbox({ view: 'assigned' }))).toEqual([mine.conversationId])
    expect(ids(await chat.as(anna).inbox({ view: 'sent' }))).toEqual([mine.conversationId])
    expect(ids(await chat.as(bert).inbox({ view: 'sent' }))).toEqual([])
    expect(await chat.as(anna).try.inbox({ view: 'teamInbox' })).toEqual(
      refused('Forbidden', { capability: 'view.team' }),
    )
    const team = await chat.as(ada).inbox({ view: 'teamInbox' })
    expect(ids(team)).toEqual([mine.conversationId, theirs.conversationId])
    expect(team.rows).toMatchObject([
      { assignee: 'anna', assigneeUnread: 1 },
      { assignee: 'bert', assigneeUnread: 1 },
    ])
  })

  it('V3 incoming and outgoing messages bear side and time', async () => {
    const { chat } = await open('smsDesk')
    const on = await incoming(chat)
    await chat.as(anna).post({ ...on, body: 'Yes' })
    const { items } = await chat.as(anna).timeline(on.conversationId)
    expect(items).toMatchObject([{ author: { kind: 'customer' } }, { author: { kind: 'staff' } }])
    const times = items.map(({ at }) => Date.parse(at))
    expect(times[1]).toBeGreaterThan(times[0] ?? Number.POSITIVE_INFINITY)
  })

  it('V4 text is sent verbatim', async () => {
    const { chat } = await open('smsDesk')
    const on = await incoming(chat)
    const body = ' Yes 👍🏽\n<b>really</b> '
    await chat.as(anna).post({ ...on, body })
    expect(bodies(await chat.as(cleo).timeline(on.conversationId))).toEqual(['Is it still there?', body])
  })

  it('V12 read and unread are marked, in My Inbox and in Sent', async () => {
    const { chat } = await open('smsDesk')
    const on = await incoming(chat)
    await chat.as(anna).post({ ...on, body: 'Yes' })
    const shown = async () => [
      (await chat.as(anna).inbox({ view: 'assigned' })).rows[0]?.isUnread,
      (await chat.as(anna).inbox({ view: 'sent' })).rows[0]?.isUnread,
    ]
    expect(await shown()).toEqual([true, true])
    await chat.as(anna).markRead({ ...on, upTo: idOf('in') })
    expect(await shown()).toEqual([false, false])
    await chat.as(anna).markUnread(on)
    expect(await shown()).toEqual([true, true])
  })

  it('V13 an admin who reads a Team Inbox leaves the assignee’s status as it was', async () => {
    const { chat } = await open('smsDesk')
    const on = await incoming(chat)
    await chat.as(ada).inbox({ view: 'teamInbox' })
    await chat.as(ada).timeline(on.conversationId)
    await chat.as(ada).markRead({ ...on, upTo: idOf('in') })
    expect(await chat.as(anna).unread(on.conversationId)).toMatchObject({ count: 1, isUnread: true })
  })

  it('V14 an admin changes it explicitly and confirmed, a standard user never', async () => {
    const { chat } = await open('smsDesk')
    const on = await incoming(chat)
    const forAnna = { ...on, upTo: idOf('in'), participant: { id: 'anna', kind: 'staff' } } as const
    const unconfirmed = { ...forAnna, confirm: false as unknown as true }
    expect(await chat.as(ada).try.markReadFor(unconfirmed)).toEqual(refused('ConfirmationRequired'))
    const withBert = await incoming(chat, 'bert')
    const byStandard = { ...withBert, participant: 'anna', confirm: true } as const
    expect(await chat.as(bert).try.markReadFor(byStandard)).toEqual(
      refused('Forbidden', { capability: 'read.manageOthers' }),
    )
    await chat.as(ada).markReadFor({ ...forAnna, confirm: true })
    expect(await chat.as(anna).unread(on.conversationId)).toMatchObject({ count: 0, isUnread: false })
    await chat.as(ada).markUnreadFor({ ...on, participant: 'anna', confirm: true })
    expect(await chat.as(anna).unread(on.conversationId)).toMatchObject({ count: 1, isUnread: true })
    const { items } = await chat.as(ada).audit(on.conversationId)
    expect(items.filter(({ actor, reader }) => actor.id === 'ada' && reader?.id === 'anna')).toHaveLength(2)
  })

  it('V15 search by name or mobile number within My Inbox and Sent', async () => {
    const { chat } = await open('smsDesk')
    const mine = await incoming(chat)
    await incoming(chat, 'bert')
    await chat.as(anna).post({ ...mine, body: 'Yes' })
    for (const view of ['assigned', 'sent'] as const) {
      expect(ids(await chat.as(anna).search({ view, participant: 'cleo pat' }))).toEqual([
        mine.conversationId,
      ])
      expect(ids(await chat.as(anna).search({ view, phone: '0170 1234567' }))).toEqual([mine.conversationId])
      expect(ids(await chat.as(anna).search({ view, phone: '99999' }))).toEqual([])
    }
  })

  it('V18 an admin assigns to a standard user; nobody else, and to no one else', async () => {
    const { chat } = await open('smsDesk', { directory })
    const on = await incoming(chat)
    expect(await chat.as(anna).try.assign({ ...on, to: { staff: 'bert' } })).toEqual(
      refused('Forbidden', { capability: 'assign' }),
    )
    for (const target of ['ada', 'cleo', 'nobody']) {
      expect(await chat.as(ada).try.assign({ ...on, to: { staff: target } })).toEqual(
        refused('InvalidTarget'),
      )
    }
    expect(await chat.as(ada).assign({ ...on, to: { staff: 'bert' } })).toMatchObject({ changed: true })
    expect(await chat.as(ada).assign({ ...on, to: { staff: 'bert' } })).toMatchObject({ changed: false })
  })

  it('V19 ownership moves into the assignee’s inbox and out of the previous owner’s', async () => {
    const { chat } = await open('smsDesk')
    const on = await incoming(chat)
    await chat.as(ada).assign({ ...on, to: { staff: 'bert' } })
    expect(ids(await chat.as(bert).inbox({ view: 'assigned' }))).toEqual([on.conversationId])
    expect(ids(await chat.as(anna).inbox({ view: 'assigned' }))).toEqual([])
    expect(await chat.as(anna).try.conversation(on.conversationId)).toEqual(refused('NotFound'))
    expect(await chat.as(bert).conversation(on.conversationId)).toMatchObject({ assignee: 'bert' })
  })

  it('V20 it is marked unread for the assignee, even where nothing is new', async () => {
    const { chat } = await open('smsDesk')
    const on = await incoming(chat)
    await chat.as(anna).post({ ...on, body: 'Yes' })
    await chat.as(ada).assign({ ...on, to: { staff: 'bert' } })
    expect(await chat.as(bert).unread(on.conversationId)).toMatchObject({ count: 0, isUnread: true })
    expect(await chat.as(bert).indicator()).toMatchObject({ conversations: 1, withNewMessages: 0 })
    await chat.as(bert).markRead(on)
    expect(await chat.as(bert).unread(on.conversationId)).toMatchObject({ isUnread: false })
  })

  it('V22 nobody starts a conversation from the desk', async () => {
    const { chat } = await open('smsDesk')
    const start = { type: 'customer', customer: 'cleo' } as const
    expect(await chat.as(ada).try.start(start)).toEqual(
      refused('Forbidden', { capability: 'start.customer' }),
    )
    const granted = staff('gus', { can: [...roles.agent, 'start.customer'] })
    expect(await chat.as(granted).try.start(start)).toEqual(refused('CreationNotAllowed'))
    const grantedCustomer = cleo
    expect(await chat.as(grantedCustomer).try.start({ message: 'x' })).toMatchObject({ ok: false })
  })

  it('V22 a host’s policy may allow it', async () => {
    const policies = extend(presets.smsDesk, {
      customer: { creation: { sides: ['staff'], requireInbound: false } },
    })
    const { chat } = await open(policies)
    const granted = staff('gus', { can: [...roles.agent, 'start.customer'] })
    expect(await chat.as(granted).try.start({ type: 'customer', customer: 'cleo' })).toMatchObject({
      ok: true,
    })
  })

  it('V25 conversations cannot be deleted, whatever one may do', async () => {
    const { chat } = await open('smsDesk')
    const on = await incoming(chat)
    const mighty = staff('max', { can: [...roles.admin, 'conversation.remove'] })
    for (const actor of [anna, ada, mighty, importer]) {
      expect(await chat.as(actor).try.removeConversation(on)).toEqual(
        refused('Forbidden', { capability: 'conversation.remove' }),
      )
    }
    expect(ids(await chat.as(anna).inbox({ view: 'all' }))).toEqual([on.conversationId])
  })
})
