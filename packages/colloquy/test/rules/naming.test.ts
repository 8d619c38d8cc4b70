import type { RecordRef } from '@colloquy/core'
import { expect, it } from 'vitest'
import type { Chat, Options } from '../../src/index.ts'
import { roles } from '../../src/index.ts'
import type { StaffCalls } from '../../src/session/Calls.ts'
import { isCommandName, isOnConversation } from '../../src/session/commands/commands.ts'
import { overStorages } from './support/opening.ts'
import { anna, customer, staff } from './support/people.ts'
import { accepted, refused } from './support/reading.ts'

/** Whether a record stands anywhere in what a call is given. */
type Names<T> = T extends RecordRef
  ? true
  : T extends ReadonlyArray<infer A>
    ? Names<A>
    : T extends object
      ? { [K in keyof T]-?: Names<NonNullable<T[K]>> }[keyof T]
      : false
/** Every call of a session that is given a record: one that is forgotten below does not compile. */
type Naming = {
  [N in keyof StaffCalls]: true extends Names<Parameters<StaffCalls[N]>> ? N : never
}[keyof StaffCalls]

const own = { conversationId: 'own' }
/** What each is given, in each place where a record may stand. */
const entrances: { readonly [N in Naming]: ReadonlyArray<(record: RecordRef) => ReadonlyArray<unknown>> } = {
  start: [(source) => [{ source }], (source) => [{ source, subject: 'Mine', message: 'Hello' }]],
  link: [(record) => [{ ...own, record }]],
  unlink: [(record) => [{ ...own, record }]],
  followRecord: [(record) => [{ record }]],
  unfollowRecord: [(record) => [{ record }]],
  inbox: [
    (record) => [{ view: 'all', filter: { record } }],
    (record) => [{ view: 'mine', filter: { record, status: 'open' }, limit: 1, sort: 'arrival' }],
  ],
  forRecord: [(record) => [record], (record) => [record, { limit: 1 }]],
  forCustomer: [(record) => ['cleo', { filter: { record } }]],
  countsFor: [
    (record) => [[record]],
    (record) => [[{ type: 'order', id: 'granted' }, record]],
    (record) => [[record, record]],
  ],
  search: [(record) => [{ text: 'hello', filter: { record } }]],
}
/** What is not a customer's to do at all, whichever record is named. */
const staffOnly: { readonly [name: string]: unknown } = {
  link: refused('Forbidden', { capability: 'link' }),
  unlink: refused('Forbidden', { capability: 'link' }),
  forCustomer: refused('Forbidden', { capability: null }),
}

type Way = { readonly call: string; readonly given: (record: RecordRef) => ReadonlyArray<unknown> }
const ways: ReadonlyArray<Way> = Object.entries(entrances).flatMap(([call, all]) =>
  all.map((given) => ({ call, given })),
)
type Tried = { readonly [name: string]: (...given: ReadonlyArray<unknown>) => Promise<unknown> }

const answerOf = (chat: Chat, who: Asker, { call, given }: Way, record: RecordRef): Promise<unknown> => {
  const answer = (chat.as(who).try as unknown as Tried)[call]
  if (answer === undefined) throw new Error(`there is no call ${call}`)
  return answer(...given(record))
}

/** The same question to `can`; null where it has none. */
const canOf = async (chat: Chat, who: Asker, { call, given }: Way, record: RecordRef): Promise<unknown> => {
  if (!isCommandName(call)) return null
  const [input] = given(record) as [{ readonly [field: string]: unknown }]
  const { conversationId: _, ...rest } = input
  const place = isOnConversation(call) ? own.conversationId : undefined
  return chat.as(who).can(call, place, rest)
}

type Asker = ReturnType<typeof customer>
const granted: RecordRef = { type: 'order', id: 'granted' }
const cleo: Asker = customer('cleo', { records: [granted, { type: 'lead', id: 'granted' }] })
/** Whom the host granted more than a customer can have. */
const eager: Asker = customer('cleo', { can: [...roles.customer, 'link', 'view.all'], records: cleo.records })

/** Who owns what at the host. */
const owners = new Map([
  ['order mine', 'cleo'],
  ['order theirs', 'carl'],
  ['order seen', 'carl'],
  ['secret 1', 'carl'],
  ['secret mine', 'cleo'],
  ['task mine', 'cleo'],
])
type Resolve = NonNullable<NonNullable<Options['records']>[string]['resolve']>
/** Staff know every record, customers their own. */
const ownersOf =
  (type: string): Resolve =>
  (_, ids, actor) =>
    ids
      .filter((id) => owners.has(`${type} ${id}`))
      .filter((id) => actor.kind !== 'customer' || owners.get(`${type} ${id}`) === actor.id)
      .map((id) => ({ id, title: `Title of ${type} ${id}` }))
const records: Options['records'] = {
  order: { customerVisible: true, resolve: ownersOf('order') },
  secret: { resolve: ownersOf('secret') },
  task: { customerVisible: true, startable: false, resolve: ownersOf('task') },
  note: { customerVisible: true },
}

/** What Cleo may not name, and for none of which she may tell the others. */
const unnameable: { readonly [sort: string]: RecordRef } = {
  absent: { type: 'order', id: '404' },
  foreign: { type: 'order', id: 'theirs' },
  'of a conversation of hers, but hidden': { type: 'secret', id: '1' },
  'of a type without a resolver': { type: 'note', id: '1' },
  'of an internal conversation about her': { type: 'note', id: 'within' },
  'of a type that is not registered': { type: 'lead', id: '1' },
  'granted, but of a type that is not registered': { type: 'lead', id: 'granted' },
  'named like a member of every object': { type: 'constructor', id: '__proto__' },
}
/** What she may name: granted, shown, or allowed by the host. */
const nameable: { readonly [sort: string]: RecordRef } = {
  granted,
  shown: { type: 'order', id: 'seen' },
  'shown, of a type without a resolver': { type: 'note', id: 'shown' },
  allowed: { type: 'order', id: 'mine' },
  'allowed, of a type that is not shown': { type: 'secret', id: 'mine' },
}
const unstartable: RecordRef = { type: 'task', id: 'mine' }

/** Cleo's conversation about records that she sees and one that she doesn't, and others' about others. */
const furnish = async (chat: Chat) => {
  const desk = chat.as(anna)
  const about = [
    nameable['shown'],
    nameable['shown, of a type without a resolver'],
    unnameable['of a conversation of hers, but hidden'],
  ]
  await desk.start({
    id: 'own',
    type: 'customer',
    customer: 'cleo',
    message: 'hello',
    contexts: about.flatMap((record) => record ?? []),
  })
  await desk.start({
    id: 'others',
    type: 'customer',
    customer: 'carl',
    message: 'hello',
    contexts: [{ type: 'order', id: 'theirs' }],
  })
  await desk.start({
    id: 'internal',
    type: 'internal',
    customer: 'cleo',
    message: 'hello',
    contexts: [{ type: 'note', id: 'within' }],
  })
}
const everywhere = staff('sue', { can: roles.supervisor })
const conversations = async (chat: Chat) => (await chat.as(everywhere).inbox({ view: 'all' })).rows.length

overStorages('Naming a record', (open) => {
  it('a customer is refused what they may not name, the same whatever it is, and nothing begins', async () => {
    const { chat } = await open('helpdesk', { records })
    await furnish(chat)
    const before = await conversations(chat)
    for (const who of [cleo, eager]) {
      for (const way of ways) {
        const expected = staffOnly[way.call] ?? refused('RecordUnknown')
        const sorts = way.call === 'start' ? { ...unnameable, unstartable } : unnameable
        for (const [sort, record] of Object.entries(sorts)) {
          expect([way.call, sort, await answerOf(chat, who, way, record)]).toEqual([way.call, sort, expected])
          const can = await canOf(chat, who, way, record)
          if (can === null) continue
          const reason = (expected as { readonly error: unknown }).error
          expect([way.call, sort, can]).toEqual([way.call, sort, { allowed: false, reason }])
        }
      }
    }
    expect(await conversations(chat)).toBe(before)
  })

  it('a customer names what is granted or shown to them, or what the host allows them', async () => {
    const { chat } = await open('helpdesk', { records })
    await furnish(chat)
    for (const way of ways) {
      const expected = staffOnly[way.call] ?? accepted
      for (const [sort, record] of Object.entries(nameable)) {
        const can = await canOf(chat, cleo, way, record)
        if (can !== null && expected === accepted)
          expect([way.call, sort, can]).toEqual([way.call, sort, { allowed: true }])
        const answer = await answerOf(chat, cleo, way, record)
        expect([way.call, sort, answer]).toMatchObject([way.call, sort, expected])
      }
    }
    const note = { type: 'note', id: 'shown' }
    expect(await chat.as(customer('dora')).try.countsFor([note])).toEqual(refused('RecordUnknown'))
  })

  it('what is shown may be named for as long as it is shown', async () => {
    const { chat } = await open('helpdesk', { records })
    await furnish(chat)
    const record: RecordRef = { type: 'note', id: 'shown' }
    expect(await chat.as(cleo).try.forRecord(record)).toMatchObject({ ok: true })
    await chat.as(anna).unlink({ ...own, record })
    expect(await chat.as(cleo).try.forRecord(record)).toEqual(refused('RecordUnknown'))
    await chat.as(anna).link({ ...own, record })
    expect(await chat.as(cleo).try.forRecord(record)).toMatchObject({ ok: true })
  })

  it('and by those alone who can read what it is shown in', async () => {
    const { chat } = await open('helpdesk', { records })
    await furnish(chat)
    const record: RecordRef = { type: 'note', id: 'shown' }
    const dora = chat.as(customer('dora'))
    expect(await dora.try.forRecord(record)).toEqual(refused('RecordUnknown'))
    const participant = { id: 'dora', kind: 'customer' } as const
    await chat.as(anna).join({ ...own, participant })
    expect(await dora.try.forRecord(record)).toMatchObject({ ok: true, value: { rows: [{ id: 'own' }] } })
    expect(await dora.try.start({ source: record })).toMatchObject(accepted)
    await chat.as(anna).leave({ ...own, participant })
    await chat.as(everywhere).try.leave({ ...own, participant })
    expect(await dora.try.start({ source: { type: 'order', id: 'seen' } })).toEqual(refused('RecordUnknown'))
  })

  it('without the option a customer names what is granted, and nothing else', async () => {
    const { chat } = await open('helpdesk')
    await furnish(chat)
    const here = customer('cleo', { records: [granted] })
    for (const way of ways) {
      const expected = staffOnly[way.call]
      expect(await answerOf(chat, here, way, granted)).toMatchObject(expected ?? accepted)
      for (const record of Object.values({ ...unnameable, ...nameable })) {
        if (record === granted) continue
        const answer = await answerOf(chat, here, way, record)
        expect([way.call, record, answer]).toEqual([way.call, record, expected ?? refused('RecordUnknown')])
      }
    }
  })

  it('a subject is copied from the host’s title only where customers may know of the record', async () => {
    const { chat } = await open('helpdesk', { records })
    const portal = chat.as(cleo)
    const subjectOf = async (source: RecordRef) => {
      const { conversationId } = await portal.start({ source })
      return (await portal.conversation(conversationId)).subject
    }
    expect(await subjectOf({ type: 'order', id: 'mine' })).toBe('Title of order mine')
    expect(await subjectOf({ type: 'secret', id: 'mine' })).toBeNull()
    expect(await subjectOf(granted)).toBeNull()
    const { conversationId } = await chat.as(anna).start({
      type: 'customer',
      customer: 'cleo',
      source: { type: 'secret', id: '1' },
    })
    expect((await chat.as(anna).conversation(conversationId)).subject).toBe('Title of secret 1')
  })

  it('whoever was granted a record hears nothing of a customer who may not name it', async () => {
    const { chat } = await open('b2bPortal', { records })
    const gus = chat.as(staff('gus', { records: [{ type: 'order', id: 'theirs' }] }))
    for (const source of Object.values(unnameable)) await chat.as(cleo).try.start({ source, subject: 'psst' })
    await chat.as(cleo).start({ source: granted, subject: 'mine' })
    expect((await gus.inbox({ view: 'all' })).rows).toEqual([])
  })

  it('a resolver that fails or makes no sense is out of reach, alike for every record', async () => {
    const unreadable = {
      get id(): string {
        throw new Error('down')
      },
    }
    const revoked = Proxy.revocable([], {})
    revoked.revoke()
    const failing: { readonly [what: string]: Resolve } = {
      throws: () => {
        throw new Error('down')
      },
      rejects: () => Promise.reject(new Error('down')),
      'throws from then': () =>
        ({
          // oxlint-disable-next-line unicorn/no-thenable
          then: () => {
            throw new Error('down')
          },
        }) as never,
      'answers more': (_, ids) => [...ids, 'more'].map((id) => ({ id })),
      'answers null': async () => [null] as never,
      'answers nothing of each': (_, ids) => Array.from(ids, () => undefined) as never,
      'answers holes': (_, ids) => Array.from({ length: ids.length }) as never,
      'answers ids': async (_, ids) => ids as never,
      'answers a number': () => 7 as never,
      'answers undefined': () => undefined as never,
      'answers a map': () => new Map() as never,
      'answers a title that is none': (_, ids) => ids.map((id) => ({ id, title: 7 })) as never,
      'answers a title that is no text': (_, ids) => ids.map((id) => ({ id, title: '\ud800' })),
      'answers an array that can’t be read': () => revoked.proxy as never,
      'answers records that can’t be read': (_, ids) => ids.map(() => unreadable),
      'answers later what can’t be read': async (_, ids) => ids.map(() => unreadable),
    }
    let resolve: Resolve = ownersOf('order')
    const resolving: Resolve = (tenant, ids, actor) => resolve(tenant, ids, actor)
    const { chat } = await open('helpdesk', {
      records: {
        order: { customerVisible: true, resolve: resolving },
        secret: { resolve: resolving },
        note: { customerVisible: true, resolve: resolving },
      },
    })
    resolve = (_, ids) => ids.map((id) => ({ id }))
    await furnish(chat)
    const registered = [...Object.values(unnameable), ...Object.values(nameable)].filter(({ type }) =>
      ['order', 'secret', 'note'].includes(type),
    )
    for (const [what, failure] of Object.entries(failing)) {
      resolve = failure
      for (const way of ways) {
        const expected = way.call === 'forCustomer' ? 'Forbidden' : 'Unavailable'
        for (const record of registered) {
          const answer = await answerOf(chat, cleo, way, record)
          expect([what, way.call, record, answer]).toMatchObject([
            what,
            way.call,
            record,
            { ok: false, error: { _tag: expected } },
          ])
          const can = await canOf(chat, cleo, way, record)
          if (can !== null) expect(can).toMatchObject({ allowed: false, reason: { _tag: expected } })
        }
      }
      expect(await chat.as(anna).try.link({ ...own, record: granted })).toMatchObject({
        error: { _tag: 'Unavailable' },
      })
    }
  })

  it('the host is asked the same about what is absent, foreign, hidden and granted, and told who asks', async () => {
    const asked: Array<ReadonlyArray<unknown>> = []
    const keeping =
      (type: string): Resolve =>
      (tenant, ids, actor) => {
        asked.push([tenant, ids.length, actor.kind, actor.id, actor.tenant])
        return ownersOf(type)(tenant, ids, actor)
      }
    const { chat } = await open('helpdesk', {
      records: {
        order: { customerVisible: true, resolve: keeping('order') },
        secret: { resolve: keeping('secret') },
        note: { customerVisible: true },
      },
    })
    await furnish(chat)
    const once = ['acme', 1, 'customer', 'cleo', 'acme']
    for (const way of ways) {
      const seen: Array<unknown> = []
      for (const record of [...Object.values(unnameable), ...Object.values(nameable)]) {
        if (record.type !== 'order' && record.type !== 'secret') continue
        asked.length = 0
        await answerOf(chat, cleo, way, record)
        if (way.given(record).length === 1 && way.call !== 'countsFor') seen.push(...asked)
        if (way.call !== 'forCustomer') expect([way.call, asked.length > 0]).toEqual([way.call, true])
      }
      for (const one of seen) expect([way.call, one]).toEqual([way.call, once])
    }
  })
})
