import { expect, test } from 'vitest'
import { memory } from '@colloquy/core/memory'
import { type Difference, type Storage, type StoreError, unavailable } from '@colloquy/core/storage'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { agent, begin, customer, logOf, opened } from '../following/opened.ts'

const anna = agent('anna')
const some = async (chat: ReturnType<typeof opened>) => {
  const id = await begin(chat)
  await chat.as(customer('cleo')).post({ conversationId: id, body: 'canary from cleo' })
  await chat.as(anna).post({ conversationId: id, body: 'answer', visibility: 'public', messageId: 'm2' })
  await chat.as(anna).post({ conversationId: id, body: 'note', visibility: 'internal', messageId: 'm3' })
  return id
}

test('verify finds nothing amiss, and rebuild changes nothing, while work goes on', async () => {
  const chat = opened()
  const ids = [await some(chat), await some(chat), await some(chat)]
  await chat.as(anna).followRecord({ record: { type: 'order', id: '7' } })
  const progress: Array<number> = []
  const writing = Promise.all(
    ids.map((conversationId) => chat.as(anna).post({ conversationId, body: 'more', visibility: 'internal' })),
  )
  const verified = await chat.verify({ onProgress: ({ done }) => progress.push(done) })
  await writing
  expect(verified.differences).toEqual([])
  expect(progress).toEqual([1, 2, 3, 4])
  const rebuilt = await chat.rebuild()
  expect(rebuilt).toEqual({
    conversations: 4,
    events: (await logOf(chat.storage)).length,
    differences: [],
  })
})

test('only the projection asked for is told of', async () => {
  const inner = memory()
  const difference = (table: string): Difference => ({
    stream: { tenant: 'acme' as never, conversation: 'c' as never },
    table,
    key: '',
    found: 'missing',
    columns: [],
  })
  const storage = { ...inner, refold: () => TE.right([difference('seat'), difference('term')]) } as Storage
  const chat = opened(storage)
  await begin(chat)
  expect((await chat.verify({ projection: 'term' })).differences.map(({ table }) => table)).toEqual(['term'])
})

test('erasing a person leaves the facts and no text, and can be done again', async () => {
  const chat = opened()
  const id = await some(chat)
  const other = await some(chat)
  expect(await chat.erase({ tenant: 'acme', participant: { id: 'cleo', kind: 'customer' } })).toEqual({
    conversations: 2,
    complete: true,
  })
  const log = JSON.stringify(await logOf(chat.storage))
  expect(log).not.toContain('canary')
  expect(log).toContain('answer')
  const timeline = await chat.as(anna).timeline(id)
  expect(timeline.items[0]).toMatchObject({ author: { id: 'cleo' }, body: null })
  expect((await chat.as(anna).search({ text: 'canary' })).rows).toEqual([])
  expect((await chat.verify()).differences).toEqual([])
  const again = await chat.erase({ tenant: 'acme', participant: 'cleo' })
  expect(again.complete).toBe(true)
  await chat.erase({ tenant: 'acme', message: { conversationId: other, messageId: 'm2' } })
  expect((await chat.as(anna).timeline(other)).items[1]).toMatchObject({ id: 'm2', body: null })
  await chat.erase({ tenant: 'acme', conversation: other })
  expect(
    (await chat.as(anna).timeline(other)).items.every((item) => 'body' in item && item.body === null),
  ).toBe(true)
  expect((await chat.verify()).differences).toEqual([])
})

test('erasing what does not exist, or nothing, is refused', async () => {
  const chat = opened()
  await expect(chat.erase({ tenant: 'acme', conversation: 'none' })).rejects.toMatchObject({
    reason: { _tag: 'NotFound' },
  })
  await expect(chat.erase({ tenant: 'acme' } as never)).rejects.toMatchObject({
    reason: { _tag: 'FieldRequired' },
  })
  await expect(chat.erase({ tenant: 'acme', participant: '' })).rejects.toMatchObject({
    reason: { _tag: 'InvalidInput' },
  })
})

test('a storage that is out of reach for a moment is asked again by verify, rebuild and erase', async () => {
  const inner = memory()
  await some(opened(inner))
  let refusals = 0
  const passing = <A>(asked: TE.TaskEither<StoreError, A>): TE.TaskEither<StoreError, A> => {
    let isFirst = true
    return async () => {
      if (!isFirst) return asked()
      isFirst = false
      refusals += 1
      return TE.left(unavailable('a moment'))()
    }
  }
  const storage: Storage = {
    ...inner,
    streams: (...given) => passing(inner.streams(...given)),
    refold: (...given) => passing(inner.refold(...given)),
    strays: (...given) => passing(inner.strays(...given)),
    concerning: (...given) => passing(inner.concerning(...given)),
    scrub: passing(inner.scrub),
  }
  const hindered = opened(storage)
  expect((await hindered.verify()).differences).toEqual([])
  const afterVerify = refusals
  expect((await hindered.rebuild()).differences).toEqual([])
  const afterRebuild = refusals
  expect(
    await hindered.erase({ tenant: 'acme', participant: { id: 'cleo', kind: 'customer' } }),
  ).toMatchObject({
    complete: true,
  })
  expect([afterVerify, afterRebuild - afterVerify, refusals - afterRebuild].every((some) => some > 0)).toBe(
    true,
  )
})
