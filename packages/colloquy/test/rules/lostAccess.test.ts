import { expect, it } from 'vitest'
import type { Chat, Session, SessionActor } from '../../src/index.ts'
import { extend, presets, roles, systemActor } from '../../src/index.ts'
import type { CommandName } from '../../src/session/commands/commands.ts'
import { commandNames } from '../../src/session/commands/commands.ts'
import { commandInputs, queries, ticket } from './support/asking.ts'
import type { Known } from './support/asking.ts'
import { overStorages } from './support/opening.ts'
import { customer, staff } from './support/people.ts'
import { refused } from './support/reading.ts'

const everything = systemActor('acme').can
/** All that staff can be granted but what reads by itself: so that each refusal is for want of access. */
const handles = everything.filter((each) => !each.startsWith('view.') && each !== 'audit')
const lead = staff('lee', { can: everything })
const vic = staff('vic', { can: handles })
const serving = staff('vic', { can: handles, queues: ['sales'] })
const granted = staff('vic', { can: handles, records: [ticket] })
const cleo = customer('cleo')
const carl = customer('carl', { can: [...roles.customer, ...handles] })
const withCleo = { type: 'customer', customer: 'cleo' } as const
const asVic = { participant: { id: 'vic', kind: 'staff' } } as const
const asCarl = { participant: { id: 'carl', kind: 'customer' } } as const

/** `lost`: who they are afterwards. `told`: a second picker, whom `pick` tells that it is taken. */
type Way = {
  readonly viewer: SessionActor
  readonly begin: (chat: Chat) => Promise<string>
  readonly lose: (chat: Chat, conversationId: string) => Promise<unknown>
  readonly lost?: SessionActor
  readonly told?: true
  /** The closed conversation that it continues. */
  readonly from?: (chat: Chat, conversationId: string) => Promise<string>
  /** Nothing public is ever said in it. */
  readonly internal?: true
}

const begun = (more: object) => async (chat: Chat) =>
  (await chat.as(lead).start({ ...withCleo, subject: 's', ...more })).conversationId
const withVic = begun({ participants: [{ id: 'vic', kind: 'staff' }] })
const withCarl = begun({ participants: [{ id: 'carl', kind: 'customer' }] })
const queued = begun({ queue: 'sales' })
const linked = begun({ contexts: [ticket] })
const desk = (chat: Chat) => chat.as(lead)
const on = (conversationId: string) => ({ conversationId })

/** A conversation that continues one, in which they were, too. */
const continuing = (begin: Way['begin']) => async (chat: Chat) => {
  const old = await begin(chat)
  await desk(chat).close(on(old))
  return (await chat.as(cleo).post({ ...on(old), body: 'walrus again' })).conversationId
}
const continued = async (chat: Chat, id: string) => (await desk(chat).conversation(id)).forkedFrom ?? ''

/** Every way in which somebody comes to have no access any more. */
const ways: { readonly [way: string]: Way } = {
  'a participant leaves': { viewer: vic, begin: withVic, lose: (chat, id) => chat.as(vic).leave(on(id)) },
  'a participant is removed by another': {
    viewer: vic,
    begin: withVic,
    lose: (chat, id) => desk(chat).leave({ ...on(id), ...asVic }),
  },
  'a follower unfollows': {
    viewer: vic,
    begin: async (chat) => {
      const id = await begun({})(chat)
      await desk(chat).follow({ ...on(id), ...asVic })
      return id
    },
    lose: (chat, id) => chat.as(vic).unfollow(on(id)),
  },
  'a follower is made to unfollow': {
    viewer: vic,
    begin: async (chat) => {
      const id = await begun({})(chat)
      await desk(chat).follow({ ...on(id), ...asVic })
      return id
    },
    lose: (chat, id) => desk(chat).unfollow({ ...on(id), ...asVic }),
  },
  'who began it leaves': {
    viewer: vic,
    begin: async (chat) => (await chat.as(vic).start({ ...withCleo, subject: 's' })).conversationId,
    lose: (chat, id) => chat.as(vic).leave(on(id)),
  },
  'an assignee gives it back': {
    viewer: vic,
    begin: begun({ owner: 'vic' }),
    lose: (chat, id) => chat.as(vic).release(on(id)),
  },
  'an assignee is released': {
    viewer: vic,
    begin: begun({ owner: 'vic' }),
    lose: (chat, id) => desk(chat).release(on(id)),
  },
  'another is assigned': {
    viewer: vic,
    begin: begun({ owner: 'vic' }),
    lose: (chat, id) => desk(chat).assign({ ...on(id), to: { staff: 'anna' } }),
  },
  'an assignee transfers it': {
    viewer: vic,
    begin: begun({ owner: 'vic' }),
    lose: (chat, id) => chat.as(vic).transfer({ ...on(id), to: { queue: 'billing' } }),
  },
  'another picks it from a queue they serve': {
    viewer: serving,
    begin: queued,
    lose: (chat, id) => desk(chat).pick(on(id)),
    told: true,
  },
  'another gets what they picked from a queue they serve': {
    viewer: serving,
    begin: async (chat) => {
      const id = await queued(chat)
      await chat.as(serving).pick(on(id))
      return id
    },
    lose: (chat, id) => desk(chat).assign({ ...on(id), to: { staff: 'anna' } }),
    told: true,
  },
  'they serve the queue no more': { viewer: serving, begin: queued, lose: async () => null, lost: vic },
  'it moves to another queue': {
    viewer: serving,
    begin: queued,
    lose: (chat, id) => desk(chat).assign({ ...on(id), to: { queue: 'billing' } }),
  },
  'what ended in their queue is opened again and is another’s': {
    viewer: serving,
    begin: async (chat) => {
      const id = await begun({ queue: 'sales', message: 'walrus' })(chat)
      await desk(chat).pick(on(id))
      await desk(chat).close(on(id))
      return id
    },
    lose: (chat, id) => desk(chat).reopen(on(id)),
    told: true,
  },
  'what they once handled is opened again': {
    viewer: vic,
    begin: async (chat) => {
      const id = await begun({ owner: 'vic', message: 'walrus' })(chat)
      await desk(chat).assign({ ...on(id), to: { staff: 'anna' } })
      await desk(chat).close(on(id))
      return id
    },
    lose: (chat, id) => desk(chat).reopen(on(id)),
  },
  'a grant is taken back': { viewer: granted, begin: linked, lose: async () => null, lost: vic },
  'the record they were granted is unlinked': {
    viewer: granted,
    begin: linked,
    lose: (chat, id) => desk(chat).unlink({ ...on(id), record: ticket }),
  },
  'view.all is taken back': {
    viewer: staff('vic', { can: [...handles, 'view.all'] }),
    begin: begun({}),
    lose: async () => null,
    lost: vic,
  },
  'view.fromCustomers is taken back': {
    viewer: staff('vic', { can: [...handles, 'view.fromCustomers'] }),
    begin: begun({}),
    lose: async () => null,
    lost: vic,
  },
  'it is internal now, to view.fromCustomers': {
    viewer: staff('vic', { can: [...handles, 'view.fromCustomers'] }),
    begin: begun({}),
    lose: (chat, id) => desk(chat).setType({ ...on(id), type: 'internal' }),
    internal: true,
  },
  'the later one of its customer ends': {
    viewer: staff('vic', { can: [...handles, 'view.customerHistory'] }),
    begin: async (chat) => {
      const id = await begun({})(chat)
      await begun({ owner: 'vic', id: 'later' })(chat)
      return id
    },
    lose: (chat) => desk(chat).close(on('later')),
  },
  'the conversation is removed': {
    viewer: staff('vic', { can: [...handles, 'view.all'] }),
    begin: withVic,
    lose: (chat, id) => desk(chat).removeConversation(on(id)),
  },
  'what continues theirs is another’s': {
    viewer: vic,
    begin: async (chat) => {
      const id = await continuing(begun({ owner: 'vic' }))(chat)
      await desk(chat).assign({ ...on(id), to: { staff: 'vic' } })
      return id
    },
    lose: (chat, id) => desk(chat).assign({ ...on(id), to: { staff: 'anna' } }),
    from: continued,
  },
  'a customer leaves': { viewer: carl, begin: withCarl, lose: (chat, id) => chat.as(carl).leave(on(id)) },
  'a customer is removed by another': {
    viewer: carl,
    begin: withCarl,
    lose: (chat, id) => desk(chat).leave({ ...on(id), ...asCarl }),
  },
  'a customer’s grant is taken back': {
    viewer: customer('carl', { records: [ticket] }),
    begin: linked,
    lose: async () => null,
    lost: carl,
  },
  'the record that a customer was granted is unlinked': {
    viewer: customer('carl', { records: [ticket] }),
    begin: linked,
    lose: (chat, id) => desk(chat).unlink({ ...on(id), record: ticket }),
  },
  'it is internal now, to a customer': {
    viewer: carl,
    begin: withCarl,
    lose: (chat, id) => desk(chat).setType({ ...on(id), type: 'internal' }),
    internal: true,
  },
  'the conversation is removed, to a customer': {
    viewer: carl,
    begin: withCarl,
    lose: (chat, id) => desk(chat).removeConversation(on(id)),
  },
  'a customer is removed from what continues theirs': {
    viewer: carl,
    begin: continuing(withCarl),
    lose: (chat, id) => desk(chat).leave({ ...on(id), ...asCarl }),
    from: continued,
  },
}

const policies = extend(presets.helpdesk, {
  customer: {
    replyToClosed: { customer: 'fork', staff: 'fork' },
    delete: 'permission',
    guard: 'off',
  },
})

/** A session with the names of all, which every session has; the types of a customer's leave some out. */
const sessionOf = (chat: Chat, who: SessionActor): Session => chat.as(who as typeof lead)

/** What somebody reads of a conversation, to try with later. */
const knownOf = async (session: Session, conversationId: string): Promise<Known> => {
  const page = await session.timeline(conversationId, { limit: 1 })
  const { changes } = await session.inbox({ view: 'all' })
  const [item] = page.items
  return {
    conversationId,
    messageId: item?.type === 'message' ? item.id : 'none',
    readToken: page.readToken,
    cursor: page.older ?? page.head,
    version: item?.type === 'message' ? item.version : 'none',
    changes,
    watchFrom: page.watchFrom,
  }
}

const given = (name: CommandName, known: Known): object | null => {
  const input = commandInputs[name]
  return input === null ? null : { conversationId: known.conversationId, ...input(known) }
}

/**
 * What every command comes to, and what is foretold of it, with what was known and without. One after the other: on a
 * loaded machine, whoever waits too long behind hundreds of others is told that the storage is busy.
 */
const commanded = async (session: Session, known: Known, but: ReadonlyArray<CommandName>) => {
  const answers: Array<unknown> = []
  for (const name of commandNames) {
    const input = but.includes(name) ? null : given(name, known)
    if (input === null) continue
    const { conversationId, ...rest } = { ...input, conversationId: known.conversationId }
    const run = session.try[name] as (input: object) => Promise<unknown>
    const asked = [run(input), session.can(name, conversationId), session.can(name, conversationId, rest)]
    answers.push([name, await Promise.all(asked)])
  }
  return answers
}

const queried = async (session: Session, known: Known) => {
  const answers: Array<unknown> = []
  for (const [name, ask] of Object.entries(queries)) {
    const asked = ask(session.try, known)
    answers.push([name, await (Array.isArray(asked) ? Promise.all(asked) : asked)])
  }
  return answers
}

const firstFrame = async (session: Session, options: object): Promise<unknown> => {
  const frames = session.watch(options)
  try {
    return await frames.next()
  } catch (error) {
    return error
  } finally {
    await frames.return()
  }
}

/** The frames from a token on, up to something in a conversation that they still read. */
const framesUpTo = async (session: Session, from: string | null, beacon: string): Promise<string> => {
  const frames: Array<unknown> = []
  for await (const frame of session.watch({ from })) {
    const told = JSON.stringify(frame)
    if (told.includes(beacon)) break
    // That it ended, and of which, is what the viewer is owed.
    if (frame.type !== 'access-ended') frames.push(frame)
  }
  return JSON.stringify(frames)
}

overStorages('Once access is lost', (open) => {
  it('what is asked is all that a session has', async () => {
    const { chat } = await open('helpdesk')
    const all = [...Object.keys(commandInputs), ...Object.keys(queries)]
    expect(Object.keys(chat.as(vic).try).toSorted()).toEqual(all.toSorted())
    expect([...commandNames].toSorted()).toEqual(Object.keys(commandInputs).toSorted())
  })

  it.each(Object.entries(ways))('%s: every call answers as for an unknown id', async (_, way) => {
    const { chat } = await open(policies, { records: { ticket: { customerVisible: true } } })
    const before = sessionOf(chat, way.viewer)
    const beacon = await desk(chat).start({
      type: 'customer',
      customer: 'otto',
      participants: [
        { id: 'vic', kind: 'staff' },
        { id: 'carl', kind: 'customer' },
      ],
    })
    const id = await way.begin(chat)
    const say = async (body: string) => {
      const visibility = way.internal === true ? 'internal' : 'public'
      await desk(chat).post({ ...on(id), body, visibility })
      if (way.internal !== true) await desk(chat).post({ ...on(id), body, visibility: 'internal' })
    }
    const isOpen = (await desk(chat).conversation(id)).status === 'open'
    if (isOpen) await say('walrus')
    const known = await knownOf(before, id)
    const retried = { ...on(id), commandId: 'before' }
    await before.markUnread(retried)

    await way.lose(chat, id)
    const there = await desk(chat).try.conversation(id)
    if (there.ok && there.value.status === 'open') await say('walrus afterwards')
    await desk(chat).post({ conversationId: beacon.conversationId, messageId: 'beacon', body: 'a light' })
    const head = await desk(chat).audit(id, { limit: 200 })

    const session = sessionOf(chat, way.lost ?? way.viewer)
    const unknown = { ...known, conversationId: 'nowhere' }
    const but = way.told === true ? (['pick'] as const) : []
    expect(await commanded(session, known, but)).toEqual(await commanded(session, unknown, but))
    if (way.told === true) expect(await session.try.pick(on(id))).toEqual(refused('AlreadyAssigned'))
    expect(await session.try.markUnread(retried)).toEqual(refused('NotFound'))
    const token = { ...on(id), readToken: known.readToken }
    // A token is worth nothing, and does not say more than an id that is not there.
    expect(await session.try.markRead(token)).toEqual(refused('NotFound'))
    for (const ask of [session.try.conversation, session.try.timeline])
      expect(await ask(id, { asOf: known.version })).toEqual(refused('NotFound'))
    expect(await session.try.close(on(id))).toEqual(refused('NotFound'))

    const answers = await queried(session, known)
    const asUnknown = await queried(session, unknown)
    // Tokens of a moment differ each time.
    expect(JSON.parse(JSON.stringify(answers, withoutTokens))).toEqual(
      JSON.parse(JSON.stringify(asUnknown, withoutTokens)),
    )
    for (const trace of [id, 'walrus']) expect(JSON.stringify(answers, withoutFork)).not.toContain(trace)

    const watch = { conversationId: 'nowhere' }
    const unwatched = await firstFrame(session, watch)
    expect(unwatched).toMatchObject({ reason: { _tag: 'NotFound' } })
    expect(await firstFrame(session, { ...watch, conversationId: id })).toEqual(unwatched)
    const resumed = { from: known.watchFrom }
    expect(await firstFrame(session, { ...resumed, conversationId: id })).toEqual(unwatched)
    const frames = await framesUpTo(session, known.changes, 'beacon')
    for (const trace of [id, 'walrus']) expect(frames).not.toContain(trace)

    if (way.from !== undefined) {
      const old = await way.from(chat, id)
      expect(await session.try.post({ conversationId: old, body: 'x' })).toEqual(
        refused('ConversationClosed'),
      )
      expect(await session.can('post', old)).toMatchObject({ reason: { _tag: 'ConversationClosed' } })
    }
    // None of all that left a trace.
    expect((await desk(chat).audit(id, { limit: 200 })).items).toEqual(head.items)
  })
})

/** Staff who read what was continued see by which id: all that it tells is that there is one. */
const withoutFork = (key: string, value: unknown): unknown => (key === 'forkedTo' ? null : value)

const withoutTokens = (key: string, value: unknown): unknown =>
  ['watchFrom', 'changes', 'next', 'head', 'older', 'newer'].includes(key) && typeof value === 'string'
    ? 'a token'
    : value
