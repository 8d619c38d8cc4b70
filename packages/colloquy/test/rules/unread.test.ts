import { expect, it } from 'vitest'
import type { Chat, SessionActor } from '../../src/index.ts'
import { extend, presets, roles } from '../../src/index.ts'
import { idOf } from '../support/idOf.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, carl, cleo, staff } from './support/people.ts'
import { accepted, bodies, refused } from './support/reading.ts'

const lead = staff('lee', {
  can: [
    ...roles.admin,
    'message.removeAny',
    'message.editAny',
    'message.publish',
    'postAs.customer',
    'postAs.staff',
  ],
})
const withCleo = { type: 'customer', customer: 'cleo' } as const

/** Anna's conversation with Cleo, with messages of Cleo's by these names. */
const withMessages = async (chat: Chat, ...names: ReadonlyArray<string>) => {
  const { conversationId } = await chat
    .as(anna)
    .start({ ...withCleo, participants: [{ id: 'anna', kind: 'staff' }] })
  for (const name of names) await chat.as(cleo).post({ conversationId, messageId: idOf(name), body: name })
  return { conversationId }
}

const unreadOf = async (chat: Chat, viewer: SessionActor, conversationId: string) => {
  const { count, isUnread } = await chat.as(viewer).unread(conversationId)
  const { unread, isUnread: shown } = await chat.as(viewer).conversation(conversationId)
  expect([unread, shown]).toEqual([count, isUnread])
  return [count, isUnread]
}

overStorages('Unread', (open) => {
  it('start: cursor 0 for the members named; own messages never count', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat
      .as(anna)
      .start({ ...withCleo, participants: [{ id: 'bert', kind: 'staff' }], message: 'Hello' })
    expect(await unreadOf(chat, cleo, conversationId)).toEqual([1, true])
    expect(await unreadOf(chat, bert, conversationId)).toEqual([1, true])
    expect(await unreadOf(chat, anna, conversationId)).toEqual([0, false])
  })

  it('post: moves no cursor, not even one’s own', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'b')
    await chat.as(anna).post({ ...on, body: 'reply' })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([2, true])
  })

  it('post: moves no cursor when it makes a participant of whoever had read state', async () => {
    const { chat } = await open('helpdesk')
    const { conversationId } = await chat.as(anna).start(withCleo)
    await chat.as(cleo).post({ conversationId, body: 'a' })
    await chat.as(anna).post({ conversationId, body: 'b' })
    expect(await unreadOf(chat, anna, conversationId)).toEqual([1, true])
  })

  it('post: moves the cursor where the client says what it had seen', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'b')
    await chat.as(anna).post({ ...on, body: 'reply', seenUpTo: idOf('a') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
    const unseen = { ...on, body: 'reply', seenUpTo: 'never was' }
    expect(await chat.as(anna).try.post(unseen)).toEqual(refused('InvalidInput', { field: 'seenUpTo' }))
  })

  it('post-as: counts as own for author and actor, and moves nobody’s cursor', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a')
    await chat.as(lead).follow(on)
    await chat.as(anna).post({ ...on, body: 'b' })
    await chat.as(lead).post({ ...on, body: 'by phone', as: 'cleo' })
    expect(await unreadOf(chat, lead, on.conversationId)).toEqual([1, true])
    expect(await unreadOf(chat, cleo, on.conversationId)).toEqual([1, true])
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([2, true])
  })

  it('post-as: what was removed counts as own for the actor, too', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a')
    await chat.as(lead).follow(on)
    await chat.as(lead).post({ ...on, messageId: idOf('b'), body: 'by phone', as: 'cleo' })
    await chat.as(lead).remove({ ...on, messageId: idOf('b') })
    await chat.as(lead).markUnread({ ...on, from: idOf('a') })
    expect(await unreadOf(chat, lead, on.conversationId)).toEqual([1, true])
  })

  it('markRead: the cursor moves forward and never back, and the flag is cleared', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'b', 'c')
    await chat.as(anna).markUnread(on)
    expect(await chat.as(anna).markRead({ ...on, upTo: idOf('b') })).toMatchObject({ changed: true })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
    expect(await chat.as(anna).markRead({ ...on, upTo: idOf('a') })).toMatchObject({ changed: false })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
    await chat.as(anna).markRead({ ...on, upTo: idOf('c') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([0, false])
    expect(await chat.as(anna).markRead({ ...on, upTo: idOf('c') })).toMatchObject({ changed: false })
  })

  it('markRead: without upTo it clears the flag only', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'b')
    await chat.as(anna).markRead({ ...on, upTo: idOf('a') })
    await chat.as(anna).markUnread({ ...on, from: idOf('b') })
    await chat.as(anna).markRead(on)
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
    await chat.as(anna).markRead({ ...on, upTo: idOf('b') })
    expect(await chat.as(anna).markRead(on)).toMatchObject({ changed: false })
  })

  it('markRead: a readToken older than the last markUnread changes nothing', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a')
    const { readToken } = await chat.as(anna).timeline(on.conversationId)
    await chat.as(anna).markUnread(on)
    expect(await chat.as(anna).markRead({ ...on, upTo: idOf('a'), readToken })).toMatchObject({
      changed: false,
    })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
    const newer = await chat.as(anna).timeline(on.conversationId)
    expect(
      await chat.as(anna).markRead({ ...on, upTo: idOf('a'), readToken: newer.readToken }),
    ).toMatchObject({
      changed: true,
    })
    const odd = { ...on, upTo: idOf('a'), readToken: 'x' }
    expect(await chat.as(anna).try.markRead(odd)).toEqual(refused('InvalidInput', { field: 'readToken' }))
  })

  it('markRead: what is not there, or not visible, is refused alike; tombstones are valid', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a')
    await chat.as(anna).post({ ...on, messageId: idOf('note'), body: 'x', visibility: 'internal' })
    await chat.as(anna).post({ ...on, messageId: idOf('gone'), body: 'x', confirmPublic: true })
    await chat.as(lead).remove({ ...on, messageId: idOf('gone') })
    const missing = refused('InvalidInput', { field: 'upTo' })
    expect(await chat.as(cleo).try.markRead({ ...on, upTo: 'never was' })).toEqual(missing)
    expect(await chat.as(cleo).try.markRead({ ...on, upTo: idOf('note') })).toEqual(missing)
    expect(await chat.as(cleo).try.markRead({ ...on, upTo: idOf('gone') })).toMatchObject(accepted)
  })

  it('markRead: up to a tombstone leaves unread what comes after it', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'gone', 'c')
    await chat.as(lead).remove({ ...on, messageId: idOf('gone') })
    await chat.as(anna).markRead({ ...on, upTo: idOf('gone') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
  })

  it('markUnread: the cursor moves back before the message, and the flag is set', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'b', 'c')
    await chat.as(anna).markRead({ ...on, upTo: idOf('c') })
    await chat.as(anna).markUnread({ ...on, from: idOf('b') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([2, true])
    await chat.as(anna).markUnread({ ...on, from: idOf('c') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([2, true])
  })

  it('markUnread: by default from the last message that counts', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'b')
    await chat.as(anna).post({ ...on, messageId: idOf('own'), body: 'own' })
    await chat.as(anna).markRead({ ...on, upTo: idOf('own') })
    await chat.as(anna).markUnread(on)
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
  })

  it('markUnread: never back to what one’s joining hides', async () => {
    const hiding = { history: 'fromJoin' } as const
    const { chat } = await open(extend(presets.helpdesk, { customer: hiding, internal: hiding }))
    const on = await withMessages(chat, 'before')
    await chat.as(bert).join(on)
    await chat.as(bert).markUnread(on)
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([0, true])
    await chat.as(cleo).post({ ...on, messageId: idOf('after'), body: 'after' })
    await chat.as(bert).markRead({ ...on, upTo: idOf('after') })
    await chat.as(bert).markUnread(on)
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([1, true])
  })

  it('then a new message: the count grows, and the flag stays until markRead', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat)
    await chat.as(anna).markUnread(on)
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([0, true])
    await chat.as(cleo).post({ ...on, messageId: idOf('a'), body: 'a' })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
    await chat.as(lead).remove({ ...on, messageId: idOf('a') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([0, true])
    await chat.as(anna).markRead(on)
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([0, false])
  })

  it('join: the past shows but does not count', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'b')
    await chat.as(bert).join(on)
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([0, false])
    expect(bodies(await chat.as(bert).timeline(on.conversationId))).toEqual(['a', 'b'])
    await chat.as(cleo).post({ ...on, body: 'c' })
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([1, true])
  })

  it('join: also a follower’s cursor goes to the join', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat)
    await chat.as(bert).follow(on)
    await chat.as(cleo).post({ ...on, body: 'c' })
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([1, true])
    await chat.as(bert).join(on)
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([0, false])
  })

  it('leave: ends participation, following, mute and flag; nothing is unread', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat)
    await chat.as(bert).join(on)
    await chat.as(bert).mute(on)
    await chat.as(bert).markUnread(on)
    await chat.as(cleo).post({ ...on, body: 'c' })
    await chat.as(bert).leave(on)
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([0, false])
    expect(await chat.as(bert).conversation(on.conversationId)).toMatchObject({
      following: false,
      muted: false,
    })
    expect(await chat.as(bert).markRead(on)).toMatchObject({ changed: false })
    expect(await chat.as(bert).leave(on)).toMatchObject({ changed: false })
  })

  it('leave: not for the assignee, nor for the conversation’s customer', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat)
    await chat.as(anna).pick(on)
    expect(await chat.as(anna).try.leave(on)).toEqual(refused('StillAssigned'))
    expect(await chat.as(cleo).try.leave(on)).toEqual(refused('IsCustomer'))
  })

  it('rejoin: follower again; what came in between does not count', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a')
    await chat.as(bert).join(on)
    await chat.as(bert).leave(on)
    await chat.as(cleo).post({ ...on, body: 'b' })
    await chat.as(bert).join(on)
    expect(await chat.as(bert).conversation(on.conversationId)).toMatchObject({ following: true, unread: 0 })
    await chat.as(cleo).post({ ...on, body: 'c' })
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([1, true])
  })

  it('assign: one without read state begins before the unanswered run', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'old')
    await chat.as(anna).post({ ...on, body: 'answer' })
    await chat.as(cleo).post({ ...on, body: 'new' })
    await chat.as(cleo).post({ ...on, body: 'and more' })
    await chat.as(lead).assign({ ...on, to: { staff: 'bert' } })
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([2, true])
  })

  it('assign: without such a run one begins at the end, and picking never flags', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'old')
    await chat.as(anna).post({ ...on, body: 'answer' })
    await chat.as(bert).pick(on)
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([0, false])
  })

  it('assign: onAssign flags it for another, never for oneself', async () => {
    const { chat } = await open('smsDesk')
    const flagging = staff('mia', { can: [...roles.admin, 'import', 'start.customer'] })
    const { conversationId } = await chat.as(flagging).start(withCleo)
    await chat.as(flagging).assign({ conversationId, to: { staff: 'mia' } })
    expect(await unreadOf(chat, flagging, conversationId)).toEqual([0, false])
    await chat.as(flagging).assign({ conversationId, to: { staff: 'bert' } })
    expect(await unreadOf(chat, bert, conversationId)).toEqual([0, true])
  })

  it('losing the assignment clears the flag; a participant keeps access and cursor', async () => {
    const { chat } = await open('smsDesk')
    const mia = staff('mia', { can: [...roles.admin, 'import', 'start.customer'] })
    const { conversationId } = await chat
      .as(mia)
      .start({ ...withCleo, participants: [{ id: 'bert', kind: 'staff' }], owner: 'bert' })
    await chat.as(cleo).post({ conversationId, body: 'Hello' })
    expect(await unreadOf(chat, bert, conversationId)).toEqual([1, true])
    await chat.as(mia).assign({ conversationId, to: { staff: 'anna' } })
    expect(await unreadOf(chat, bert, conversationId)).toEqual([1, true])
    const seen = (await chat.as(bert).timeline(conversationId)).items.at(-1)
    await chat.as(bert).markRead({ conversationId, ...(seen?.type === 'message' ? { upTo: seen.id } : {}) })
    expect(await unreadOf(chat, bert, conversationId)).toEqual([0, false])
  })

  it('losing the assignment ends the flag even where nothing was read', async () => {
    const { chat } = await open('smsDesk')
    const mia = staff('mia', { can: [...roles.admin, 'import', 'start.customer'] })
    const { conversationId } = await chat
      .as(mia)
      .start({ ...withCleo, participants: [{ id: 'bert', kind: 'staff' }], owner: 'bert' })
    expect(await unreadOf(chat, bert, conversationId)).toEqual([0, true])
    await chat.as(mia).assign({ conversationId, to: { staff: 'anna' } })
    expect(await unreadOf(chat, bert, conversationId)).toEqual([0, false])
  })

  it('published: staff’s stays where it was, customers have it unread from then', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a')
    await chat.as(lead).post({ ...on, messageId: idOf('note'), body: 'note', visibility: 'internal' })
    await chat.as(anna).post({ ...on, messageId: idOf('public'), body: 'public', confirmPublic: true })
    await chat.as(anna).markRead({ ...on, upTo: idOf('public') })
    await chat.as(cleo).markRead({ ...on, upTo: idOf('public') })
    await chat.as(lead).publish({ ...on, messageId: idOf('note') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([0, false])
    expect(await unreadOf(chat, cleo, on.conversationId)).toEqual([1, true])
  })

  it('removing what was unread takes one away, what was read or one’s own nothing; editing nothing', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a', 'b', 'c')
    await chat.as(anna).markRead({ ...on, upTo: idOf('a') })
    await chat.as(lead).remove({ ...on, messageId: idOf('a') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([2, true])
    await chat.as(lead).edit({ ...on, messageId: idOf('b'), body: 'B' })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([2, true])
    await chat.as(lead).remove({ ...on, messageId: idOf('b') })
    await chat.as(lead).remove({ ...on, messageId: idOf('b') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
    await chat.as(anna).markUnread({ ...on, from: idOf('b') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
    await chat.as(anna).markRead({ ...on, upTo: idOf('c') })
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([0, false])
  })

  it('peeking marks nothing', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a')
    const desk = chat.as(anna)
    await desk.timeline(on.conversationId)
    await desk.inbox({ view: 'all' })
    await desk.indicator()
    await desk.conversation(on.conversationId)
    await desk.search({ text: 'a' })
    await desk.participants(on.conversationId)
    await desk.can('post', on.conversationId)
    expect(await unreadOf(chat, anna, on.conversationId)).toEqual([1, true])
  })

  it('a backdated message counts by its place, and shows, sorts and waits by its time', async () => {
    const { chat, now } = await open('helpdesk')
    const importing = staff('imo', { can: [...roles.admin, 'import', 'backdate', 'postAs.customer'] })
    const at = now() - 1_000_000
    const { conversationId } = await chat
      .as(importing)
      .start({ ...withCleo, participants: [{ id: 'anna', kind: 'staff' }], at: at - 1000 })
    await chat.as(importing).post({ conversationId, messageId: idOf('m'), body: 'old', as: 'cleo', at })
    expect(await unreadOf(chat, anna, conversationId)).toEqual([1, true])
    const then = new Date(at).toISOString()
    expect(await chat.as(anna).conversation(conversationId)).toMatchObject({
      lastActivityAt: then,
      waitingSince: then,
    })
    expect(await chat.as(anna).try.post({ conversationId, body: 'x', at })).toEqual(
      refused('Forbidden', { capability: 'backdate' }),
    )
  })

  it('only members have read state: for others nothing is unread, and markRead changes nothing', async () => {
    const { chat } = await open('helpdesk')
    const on = await withMessages(chat, 'a')
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([0, false])
    expect(await chat.as(bert).markRead({ ...on, upTo: idOf('a') })).toMatchObject({ changed: false })
    expect(await chat.as(bert).markUnread(on)).toMatchObject({ changed: false })
    expect(await unreadOf(chat, bert, on.conversationId)).toEqual([0, false])
  })

  it('a removed conversation counts for nobody', async () => {
    const { chat } = await open('b2bPortal')
    const { conversationId } = await chat.as(anna).start({ ...withCleo, subject: 's', message: 'x' })
    expect(await chat.as(cleo).indicator()).toMatchObject({ conversations: 1, messages: 1 })
    await chat.as(anna).removeConversation({ conversationId })
    expect(await chat.as(cleo).indicator()).toMatchObject({ conversations: 0, messages: 0 })
    expect(await chat.as(carl).indicator()).toMatchObject({ conversations: 0, messages: 0 })
  })
})
