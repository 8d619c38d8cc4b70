import { memory } from '@colloquy/core/memory'
import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/index.ts'
import { extend, openConversations, presets } from '../../src/index.ts'
import { logOf } from '../following/opened.ts'
import { freshSeed, random } from '../support/durability/random.ts'
import { holding } from '../support/holding.ts'
import { anna, cleo, reasonOf } from '../support/open.ts'

const seed = freshSeed()
console.info(`held conversations: COLLOQUY_SEED=${seed}`)
const runs = (few: number): number => Number(process.env['COLLOQUY_RUNS'] ?? few)
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

const fork = { replyToClosed: { customer: 'fork', staff: 'fork' } } as const
const policies = extend(presets.helpdesk, { customer: fork })

const opened = async (ids: ReadonlyArray<string>, waits = 0) => {
  const hand = holding(memory(), waits)
  const chat = await openConversations({ storage: hand.storage, policies })
  const desk = chat.as(anna)
  for (const id of ids) await desk.start({ id, type: 'internal', message: 'first' })
  hand.batches.length = 0
  return { ...hand, chat, desk }
}

/** A closed conversation of cleo's that goes on in another. */
const forked = async ({ chat, desk }: Awaited<ReturnType<typeof opened>>) => {
  const { conversationId } = await desk.start({
    type: 'customer',
    subject: 's',
    customer: 'cleo',
    message: 'old',
  })
  await desk.close({ conversationId })
  const began = await chat.as(cleo).post({ conversationId, body: 'begins another' })
  expect(began.conversationId).not.toBe(conversationId)
  return { conversationId, goesOn: began.conversationId }
}

const bodies = async (desk: Session, id: string): Promise<ReadonlyArray<unknown>> =>
  (await desk.timeline(id, { limit: 100 })).items.map((item) => ('body' in item ? item.body : null))

/** Posts, and notes when each was answered. */
const posting = (desk: Session) => {
  const answered: Array<string> = []
  const post = async (conversationId: string, body: string): Promise<void> => {
    await desk.post({ conversationId, body })
    answered.push(`${conversationId} ${body}`)
  }
  return { answered, post }
}

describe.each([0, 300, 60_000])(
  'a conversation that somebody else holds, waited for up to %i ms',
  (waits) => {
    test('keeps nobody else waiting, and its own commands in order', async () => {
      const { chat, desk, hold, release } = await opened(['a', 'b', 'c', 'd'], waits)
      const { answered, post } = posting(desk)
      hold('a')
      const held = [post('a', '1'), post('a', '2')]
      await Promise.all([post('b', '1'), post('c', '1'), post('d', '1')])
      held.push(post('a', '3'))
      await Promise.all([post('d', '2'), post('b', '2')])
      await post('c', '2')
      held.push(post('a', '4'))
      expect(answered.filter((one) => one.startsWith('a'))).toEqual([])
      expect(answered).toHaveLength(6)
      release('a')
      await Promise.all(held)
      expect(answered.slice(6)).toEqual(['a 1', 'a 2', 'a 3', 'a 4'])
      expect(await bodies(desk, 'a')).toEqual(['first', '1', '2', '3', '4'])
      // It goes on with the others again.
      await Promise.all([post('a', '5'), post('b', '3')])
      expect(await bodies(desk, 'a')).toEqual(['first', '1', '2', '3', '4', '5'])
      await chat.close()
    })

    test('keeps nobody else waiting who comes after a command of it alone', async () => {
      const { chat, desk, hold, release } = await opened(['a', 'b', 'c', 'd'], waits)
      const { answered, post } = posting(desk)
      hold('a')
      const held = [post('a', '1')]
      await pause(5)
      held.push(post('a', '2'))
      for (const id of ['b', 'c', 'd']) await post(id, '1')
      expect(answered).toEqual(['b 1', 'c 1', 'd 1'])
      release('a')
      await Promise.all(held)
      expect(await bodies(desk, 'a')).toEqual(['first', '1', '2'])
      await chat.close()
    })
  },
)

test('commands that pile up on it are committed together once it is let go', async () => {
  const { chat, desk, hold, release, batches } = await opened(['a', 'b'])
  const { post } = posting(desk)
  hold('a')
  const held = Array.from({ length: 30 }, (_, at) => post('a', `${at}`))
  await post('b', '1')
  batches.length = 0
  release('a')
  await Promise.all(held)
  expect(batches.at(-1)?.length).toBeGreaterThan(1)
  expect(batches.every((batch) => batch.every((id) => id === 'a'))).toBe(true)
  await chat.close()
})

test('a reply that is sent on to a conversation that is held waits, with all that comes after it', async () => {
  const all = await opened(['b'])
  const { chat, desk, hold, release } = all
  const customer = chat.as(cleo)
  const { conversationId, goesOn } = await forked(all)
  hold(goesOn)
  const order: Array<string> = []
  const reply = customer.post({ conversationId, body: 'reply' }).then((receipt) => {
    order.push('reply')
    return receipt
  })
  const reopened = desk.reopen({ conversationId }).then(() => order.push('reopened'))
  await desk.post({ conversationId: 'b', body: 'besides' })
  await pause(50)
  expect(order).toEqual([])
  release(goesOn)
  expect((await reply).conversationId).toBe(goesOn)
  await reopened
  expect(order).toEqual(['reply', 'reopened'])
  await chat.close()
})

test('random holds: everything is committed once, in order within each conversation', async () => {
  for (let run = 0; run < runs(10); run++) {
    const dice = random(seed + run)
    const ids = ['a', 'b', 'c', 'd', 'e']
    const { chat, desk, hold, release, storage, most } = await opened(ids, dice.oneOf([0, 5, 100]))
    const given = new Map(ids.map((id): [string, Array<string>] => [id, ['first']]))
    const posts: Array<Promise<unknown>> = []
    for (let step = 0; step < 150; step++) {
      const id = dice.oneOf(ids)
      if (dice.below(10) === 0) hold(id)
      else if (dice.below(8) === 0) release(id)
      else {
        given.get(id)?.push(`${step}`)
        posts.push(desk.post({ conversationId: id, body: `${step}` }))
      }
      if (dice.below(4) === 0) await pause(dice.below(6))
    }
    ids.forEach(release)
    await Promise.all(posts)
    for (const id of ids)
      expect(await bodies(desk, id), `COLLOQUY_SEED=${seed}, run ${run}`).toEqual(given.get(id)?.slice(-100))
    const log = await logOf(storage)
    expect(log.map(({ position }) => position)).toEqual(log.map((_, at) => at + 1))
    expect(log.filter(({ event }) => event.type === 'message-posted')).toHaveLength(ids.length + posts.length)
    expect(most()).toBeGreaterThan(1)
    await chat.close()
  }
})

test('closing waits for what is held, too', async () => {
  const { chat, desk, hold, release } = await opened(['a', 'b'])
  hold('a')
  const posts = ['a', 'b'].map((conversationId) => desk.post({ conversationId, body: 'x' }))
  await pause(5)
  const closing = chat.close()
  setTimeout(() => release('a'), 20)
  await closing
  expect((await Promise.all(posts)).map(({ changed }) => changed)).toEqual([true, true])
})

test('patience ends: who waited for five seconds hears of it, who came later does not yet', async () => {
  const all = await opened(['a', 'b'])
  const { chat, desk, hold, release } = all
  const { conversationId, goesOn } = await forked(all)
  hold('a')
  hold(goesOn)
  const began = performance.now()
  const sentOn = reasonOf(chat.as(cleo).post({ conversationId, body: 'sent on' }))
  const early = reasonOf(desk.post({ conversationId: 'a', body: 'early' }))
  await desk.post({ conversationId: 'b', body: 'x' })
  await pause(1000)
  const late = desk.post({ conversationId: 'a', body: 'late' })
  const question = desk.can('post', 'a')
  expect(await early).toMatchObject({ _tag: 'Unavailable', retryAfter: 50 })
  expect(await sentOn).toMatchObject({ _tag: 'Unavailable', retryAfter: 50 })
  expect(performance.now() - began).toBeGreaterThan(4500)
  expect(performance.now() - began).toBeLessThan(20_000)
  release('a')
  expect((await late).changed).toBe(true)
  expect(await question).toEqual({ allowed: true })
  expect(await bodies(desk, 'a')).toEqual(['first', 'late'])
  await chat.close()
})
