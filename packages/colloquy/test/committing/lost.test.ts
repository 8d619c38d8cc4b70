import type { Storage } from '@colloquy/core/storage'
import { isRecordStream, outcomeUnknown, streamKey, unavailable } from '@colloquy/core/storage'
import { memory } from '@colloquy/core/memory'
import { sqlite } from '@colloquy/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { Chat } from '../../src/index.ts'
import { openConversations } from '../../src/index.ts'
import { logOf, until } from '../following/opened.ts'
import type { Random } from '../support/durability/random.ts'
import { freshSeed, random } from '../support/durability/random.ts'
import type { Batch, Fate } from '../support/losing.ts'
import { losing, settledBy } from '../support/losing.ts'
import { anna, bert, cleo, reasonOf, zoe } from '../support/open.ts'

const seed = freshSeed()
console.info(`lost replies: COLLOQUY_SEED=${seed}`)
const runs = (few: number): number => Number(process.env['COLLOQUY_RUNS'] ?? few)

const storages: { readonly [name: string]: () => Storage } = {
  memory: () => memory(),
  SQLite: () => sqlite({ filename: ':memory:' }),
}

/** The same ids and times for the same calls, so that two chats can be compared to the letter. */
const opened = async (storage: Storage) => {
  let ids = 0
  let time = 1_700_000_000_000
  return openConversations({
    storage,
    policies: 'helpdesk',
    secret: 'ab'.repeat(32),
    newId: () => `id-${String((ids += 1)).padStart(6, '0')}`,
    clock: () => (time += 1000),
  })
}

/** A reply may get lost at any time, but the conversation is held until what it replied to has ended. */
const fates =
  (dice: Random) =>
  (afterLoss: boolean): Fate => {
    const number = dice.below(100)
    if (number < 20) return 'written'
    if (number < 32) return 'dropped'
    if (number < 44) return { later: (written) => (beginsAll(written) ? dice.below(4) : 0) }
    return number < 60 && afterLoss ? 'unreachable' : 'well'
  }

/** What was not there before can't be held by whoever begins it. */
const beginsAll = ({ events }: Batch): boolean => {
  const begun = events.filter(
    ({ conversation, reader, version }) => version === 1 && (reader === null || isRecordStream(conversation)),
  )
  const ids = new Set(begun.map(streamKey))
  return events.every((event) => ids.has(streamKey(event)))
}

type Call = (chat: Chat) => Promise<unknown>

/** Which commands bear an id of their caller's: without one they leave no receipt. */
const naming = ['none', 'some', 'all'] as const
type Naming = (typeof naming)[number]

/** Something that somebody does; much of it is refused, changes nothing, or is said twice. */
const callOf = (dice: Random, number: number, named: Naming): Call => {
  const who = dice.oneOf([anna, anna, bert, cleo, zoe])
  const conversationId = `c${dice.below(4)}`
  const messageId = `m${dice.below(30)}`
  const commandId = `k${dice.below(40)}`
  const body = `text ${dice.below(50)}`
  const record = { type: 'order', id: `${number}` }
  const kind = dice.below(18)
  const bears = named === 'all' || (named === 'some' && dice.below(2) === 0)
  return (chat) => {
    // Some may not do it, and are told so.
    const desk = chat.as(who as typeof anna)
    const own = bears ? { commandId } : {}
    switch (kind) {
      case 0:
      case 1:
        return desk.try.start({
          id: conversationId,
          type: 'customer',
          customer: 'cleo',
          message: body,
          ...own,
        })
      case 2:
        return desk.try.start({ id: `n${number}`, type: 'internal', message: body, ...own })
      case 3:
        return desk.try.close({ conversationId, ...own })
      case 4:
        return desk.try.reopen({ conversationId, ...own })
      case 5:
        return desk.try.join({ conversationId, participant: { id: 'bert', kind: 'staff' }, ...own })
      case 6:
        return chat.as(bert).try.leave({ conversationId, participant: { id: 'bert', kind: 'staff' }, ...own })
      case 7:
        return desk.try.markRead({ conversationId, ...own })
      case 8:
        return desk.try.markUnread({ conversationId, ...own })
      case 9:
        return desk.try.rename({ conversationId, subject: body, ...own })
      case 10:
        return desk.try.post({ conversationId, body, messageId, ...own })
      case 11:
        return desk.try.followRecord({ record, ...own })
      default:
        return desk.try.post({ conversationId, body, ...own })
    }
  }
}

const isChanged = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'changed' in value && value.changed === true

describe.each(Object.keys(storages))('replies to a commit that were lost, %s', (name) => {
  const fresh = (): Storage => {
    const open = storages[name]
    if (open === undefined) throw new Error(`no storage ${name}`)
    return open()
  }

  test.each(naming)('random commands, %s with an id, come to the same, each once', async (named) => {
    const came = { changed: 0, unchanged: 0, refused: 0 }
    const count = (answer: unknown): void => {
      const value = typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : null
      if (value === null) came.refused += 1
      else came[isChanged(value) ? 'changed' : 'unchanged'] += 1
    }
    const total = { written: 0, dropped: 0, unreachable: 0, later: 0, 'later in vain': 0 }
    for (let run = 0; run < runs(4); run++) {
      const dice = random(seed + run)
      const calls = Array.from({ length: 120 }, (_, number) => callOf(dice, number, named))
      const { storage, tally, settled } = losing(fresh(), fates(random(seed * 31 + run)))
      const clean = fresh()
      const [chat, compared] = [await opened(storage), await opened(clean)]
      const heard: Array<string> = []
      chat.on('*', (event) => heard.push(`${event.tenant} ${event.position}`))
      await new Promise((resolve) => setTimeout(resolve, 5))
      for (let at = 0; at < calls.length; ) {
        const some = calls.slice(at, (at += 1 + dice.below(6)))
        const answers = await Promise.all(some.map((call) => call(chat)))
        answers.forEach(count)
        await settled()
        const wanted = await Promise.all(some.map((call) => call(compared)))
        expect(answers, `COLLOQUY_SEED=${seed}, run ${run}, before call ${at}`).toEqual(wanted)
      }
      const logs = async (of: Storage) => [await logOf(of), await logOf(of, 'zeta')] as const
      const [acme, zeta] = await logs(storage)
      expect([acme, zeta]).toEqual(await logs(clean))
      const all = [...acme, ...zeta]
        .filter(({ conversation }) => !isRecordStream(conversation))
        .map((event) => `${event.tenant} ${event.position}`)
      await until(() => heard.length >= all.length)
      // Each tenant's in order, and each once.
      for (const tenant of ['acme ', 'zeta '])
        expect(heard.filter((one) => one.startsWith(tenant))).toEqual(
          all.filter((one) => one.startsWith(tenant)),
        )
      for (const what of Object.keys(total) as ReadonlyArray<keyof typeof total>) total[what] += tally[what]
      await chat.close()
      await compared.close()
    }
    console.info(name, named, total, came)
    expect(Math.min(came.changed, came.unchanged, came.refused)).toBeGreaterThan(0)
    expect(Math.min(total.written, total.dropped, total.unreachable, total.later)).toBeGreaterThan(0)
  })

  test('what leaves no receipt is done once, too: erasing and importing', async () => {
    const messages = ['one', 'two', 'three'].map((body) => ({
      author: { id: 'cleo', kind: 'customer' as const },
      visibility: 'public' as const,
      body,
    }))
    const all = Array.from({ length: 5 }, (_, at) => ({
      id: `old-${at}`,
      customer: 'cleo',
      startedAt: '2020-01-01T00:00:00.000Z',
      closedAt: '2021-01-01T00:00:00.000Z',
      messages,
    }))
    for (let run = 0; run < runs(6); run++) {
      const dice = random(seed * 17 + run)
      const { storage } = losing(fresh(), fates(dice))
      const clean = fresh()
      const results: Array<unknown> = []
      for (const chat of [await opened(storage), await opened(clean)]) {
        const { seconds: _, ...imported } = await chat.import(all, { tenant: 'acme', concurrency: 1 })
        const erased = await chat.erase({ tenant: 'acme', conversation: 'old-1' })
        const unread = await chat.as(cleo).unread('old-2')
        results.push({ imported, erased, unread })
      }
      expect(results[0]).toEqual(results[1])
      expect(await logOf(storage)).toEqual(await logOf(clean))
      expect((await logOf(storage)).filter(({ event }) => event.type === 'content-erased')).toHaveLength(1)
    }
  })

  test.each([0, 1, 2, 3])(
    'a commit that begins something and comes through after %i others',
    async (delay) => {
      let fate: Fate = 'well'
      const { storage, settled, tally } = losing(fresh(), () => {
        const now = fate
        fate = 'well'
        return now
      })
      const chat = await openConversations({ storage })
      const desk = chat.as(anna)
      fate = { later: () => delay }
      const [early, started, followed] = await Promise.all([
        desk.try.post({ conversationId: 'a', body: 'before it is there' }),
        desk.try.start({ id: 'a', type: 'internal', message: 'first' }),
        desk.try.followRecord({ record: { type: 'order', id: '1' } }),
      ])
      while (tally.later + tally['later in vain'] === 0) await settled()
      expect(early).toEqual({ ok: false, error: { _tag: 'NotFound' } })
      expect([started, followed]).toMatchObject([{ value: { changed: true } }, { value: { changed: true } }])
      expect(tally['later in vain']).toBe(delay > 1 ? 1 : 0)
      const clean = fresh()
      const compared = (await openConversations({ storage: clean })).as(anna)
      await compared.start({ id: 'a', type: 'internal', message: 'first' })
      await compared.followRecord({ record: { type: 'order', id: '1' } })
      const types = async (of: Storage) => (await logOf(of)).map(({ event }) => event.type)
      expect(await types(storage)).toEqual(await types(clean))
      await chat.close()
    },
  )

  test('whoever ended their own access by it is answered', async () => {
    let fate: Fate = 'well'
    const { storage } = losing(fresh(), () => {
      const now = fate
      fate = 'well'
      return now
    })
    const chat = await openConversations({ storage, policies: 'b2bPortal' })
    const { conversationId } = await chat.as(anna).start({
      type: 'customer',
      subject: 's',
      customer: 'cleo',
      participants: [{ id: 'bert', kind: 'staff' }],
      message: 'Hello',
    })
    fate = 'written'
    const left = await chat.as(bert).leave({ conversationId, commandId: 'l' })
    expect(left.changed).toBe(true)
    expect((await chat.as(bert).try.timeline(conversationId)).ok).toBe(false)
    expect(await chat.as(bert).leave({ conversationId, commandId: 'l' })).toEqual(left)
  })
})

test('who watches sees each event once, in order', async () => {
  let fate: Fate = 'well'
  const { storage } = losing(memory(), () => {
    const now = fate
    fate = 'well'
    return now
  })
  const chat = await openConversations({ storage })
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({ type: 'internal', message: 'first' })
  const frames = desk.watch({ conversationId })
  const first = frames.next()
  for (const [body, next] of [
    ['a', 'written'],
    ['b', 'dropped'],
    ['c', { later: () => 0 }],
    ['d', 'well'],
  ] as const) {
    fate = next
    await desk.post({ conversationId, body })
  }
  const seen: Array<unknown> = []
  for (let frame = await first; seen.length < 4; frame = await frames.next()) {
    if (frame.value?.type !== 'event' || frame.value.event.type !== 'message-posted') continue
    seen.push(frame.value.event.message.body)
    if (seen.length === 4) break
  }
  expect(seen).toEqual(['a', 'b', 'c', 'd'])
  await chat.close()
})

test('a storage that is out of reach after a commit never arrived is asked again', async () => {
  const fates: Array<Fate> = []
  const { storage, tally } = losing(memory(), () => fates.shift() ?? 'well')
  const chat = await openConversations({ storage })
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({ type: 'internal', message: 'first' })
  // It is lost; the log says that it will never be there; and the next try finds nobody.
  fates.push('dropped', 'well', 'unreachable')
  expect(await desk.post({ conversationId, body: 'second' })).toMatchObject({ changed: true })
  expect(tally).toMatchObject({ dropped: 1, unreachable: 1 })
  expect((await desk.timeline(conversationId)).items).toHaveLength(2)
  await chat.close()
})

test.each(['written', 'dropped'] as const)(
  'another process writes after a commit that was %s',
  async (what) => {
    const inner = memory()
    const other = (await openConversations({ storage: inner })).as(anna)
    let losing = false
    const storage: Storage = {
      ...inner,
      commit: (needs, settle) => async () => {
        if (!losing) return inner.commit(needs, settle)()
        losing = false
        await (what === 'written' ? inner.commit(needs, settle)() : settledBy(inner, needs, settle))
        await other.post({ conversationId: 'a', body: 'other' })
        return E.left(outcomeUnknown)
      },
    }
    const chat = await openConversations({ storage })
    const desk = chat.as(anna)
    await desk.start({ id: 'a', type: 'customer', customer: 'cleo', message: 'first' })
    losing = true
    const receipt = await desk.post({ conversationId: 'a', body: 'own', messageId: 'm', commandId: 'k' })
    expect(receipt).toMatchObject({ changed: true, messageId: 'm' })
    const log = await logOf(storage)
    const posted = log.flatMap(({ event }) => (event.type === 'message-posted' ? [event.personal?.body] : []))
    expect(posted).toEqual(['first', ...(what === 'written' ? ['own', 'other'] : ['other', 'own'])])
    expect(await desk.post({ conversationId: 'a', body: 'own', messageId: 'm', commandId: 'k' })).toEqual(
      receipt,
    )
    await chat.close()
  },
)

test('a storage that stays out of reach ends in OutcomeUnknown, and the command may be given again', async () => {
  const inner = memory()
  let after: 'well' | 'lost' | 'gone' = 'well'
  const storage: Storage = {
    ...inner,
    commit: (needs, settle) => async () => {
      if (after === 'well') return inner.commit(needs, settle)()
      if (after === 'gone') return E.left(unavailable('nobody there', 1000))
      after = 'gone'
      await inner.commit(needs, settle)()
      return E.left(outcomeUnknown)
    },
  }
  const chat = await openConversations({ storage })
  const desk = chat.as(anna)
  const { conversationId } = await desk.start({ type: 'internal', message: 'first' })
  after = 'lost'
  const began = performance.now()
  const posts = ['a', 'b'].map((body) => reasonOf(desk.post({ conversationId, body, commandId: body })))
  expect(await Promise.all(posts)).toEqual([outcomeUnknown, outcomeUnknown])
  expect(performance.now() - began).toBeGreaterThan(4500)
  expect(performance.now() - began).toBeLessThan(20_000)
  after = 'well'
  const again = await Promise.all(
    ['a', 'b'].map((body) => desk.post({ conversationId, body, commandId: body })),
  )
  expect(again.map(({ changed }) => changed)).toEqual([true, true])
  expect((await desk.timeline(conversationId)).items).toHaveLength(3)
})
