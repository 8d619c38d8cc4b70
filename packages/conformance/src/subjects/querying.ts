import type { Answer, Position, Query, Recorded, Timeline } from '@colloquy/core/storage'
import { readerKey, viewerOf } from '@colloquy/core/storage'
import { describe, expect, test } from 'vitest'
import { questionTags } from '../comparing/questions.ts'
import { logOf, messagesIn, sameAnswersTo, some } from '../comparing/sameThroughout.ts'
import { cast } from '../driving/Cast.ts'
import { pause, played, together } from '../driving/drive.ts'
import { type Places, withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation, Scene } from '../driving/Scene.ts'
import { office, officeIds } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const strangers = [cast.stranger, cast.strangeCustomer, cast.zoe].map((actor) =>
  viewerOf(actor, { indicatorScope: 'mine' }),
)

/** Without most of the crowd's conversations, which are alike. */
const talked = officeIds.slice(0, 18)

const wholeOfOne = {
  _tag: 'Timeline',
  conversation: conversation('one'),
  from: 'end',
  limit: 200,
  only: null,
  events: false,
} as const

/** The answers to a second connection while batches of messages are committed, and the final log. */
const askedAmidBatches = async <Q extends Query>(
  subject: StorageUnderTest,
  { open, place }: Places,
  { batches, each }: { readonly batches: number; readonly each: number },
  query: Q,
): Promise<{ readonly seen: ReadonlyArray<Answer<Q>>; readonly log: ReadonlyArray<Recorded> }> => {
  const at = place()
  const storage = await open(at)
  await value(storage.migrate)
  const other = subject.capabilities.durable ? await open(at) : storage
  const first = new Scene('first')
  first.start(cast.cleo, 'one')
  await played(storage, first.commands)
  const posts = Array.from({ length: batches }, (_, batch) => {
    const scene = new Scene(`batch-${batch}`)
    for (let n = 0; n < each; n++) scene.post(cast.cleo, 'one', `m${batch}-${n}`, 'text')
    return scene.commands
  })
  const writing = (async () => {
    for (const batch of posts) await together(storage, batch)
  })()
  const viewer = viewerOf(cast.anna, { indicatorScope: 'mine' })
  const seen: Array<Answer<Q>> = []
  const ended = { yet: false }
  void writing.finally(() => {
    ended.yet = true
  })
  while (!ended.yet) {
    const found = await other.query(query, viewer)()
    if (found._tag === 'Right') seen.push(found.right)
    await pause(0)
  }
  await writing
  expect(seen).not.toEqual([])
  return { seen, log: await logOf(storage) }
}

/** Queries are answered as by the reference, for every viewer. */
export const querying = (subject: StorageUnderTest): void => {
  describe('query', () => {
    test.each(questionTags)('%s is answered as by the reference, whoever looks', async (tag) =>
      withPlaces(subject, async ({ fresh, officeReference }) => {
        const storage = await fresh()
        const compared = await officeReference()
        await played(storage, office())
        await sameAnswersTo(tag, storage, compared, tag === 'Timeline' ? talked : officeIds)
      })(),
    )

    test(
      'an empty storage answers each question',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        for (const tag of questionTags)
          await sameAnswersTo(tag, storage, reference(), [conversation('order')], some)
      }),
    )

    test(
      'what somebody may not see looks as if it did not exist',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        for (const viewer of strangers.slice(0, 2)) {
          for (const id of officeIds) {
            const query = {
              _tag: 'Timeline',
              conversation: id,
              from: 'end',
              limit: 9,
              only: null,
              events: true,
            } as const
            expect(await value(storage.query(query, viewer)), readerKey(viewer.who)).toBeNull()
            expect(await value(storage.query({ _tag: 'Participants', conversation: id }, viewer))).toEqual([])
          }
          expect(await value(storage.query({ _tag: 'Conversations', ids: officeIds }, viewer))).toEqual([])
        }
      }),
    )

    test(
      'walking a timeline either way gives each message once',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const expected = messagesIn(await logOf(storage))(conversation('order'))
        const viewer = viewerOf(cast.anna, { indicatorScope: 'mine' })
        const page = async (from: Extract<Query, { _tag: 'Timeline' }>['from']) => {
          const query = {
            _tag: 'Timeline',
            conversation: conversation('order'),
            from,
            limit: 2,
            only: null,
            events: false,
          } as const
          return (await value(storage.query(query, viewer)))?.messages.map(({ row }) => row) ?? []
        }
        const newer: Array<string> = []
        for (
          let rows = await page({ after: 0 });
          rows.length > 0;
          rows = await page({ after: rows.at(-1)?.n ?? 0 })
        ) {
          newer.push(...rows.map(({ id }) => id))
        }
        const older: Array<string> = []
        for (let rows = await page('end'); rows.length > 0; rows = await page({ before: rows[0]?.n ?? 0 })) {
          older.unshift(...rows.map(({ id }) => id))
        }
        expect(newer).toEqual(expected)
        expect(older).toEqual(expected)
      }),
    )

    test(
      'a query sees a batch whole or not at all',
      withPlaces(subject, async (places) => {
        const { seen } = await askedAmidBatches(subject, places, { batches: 10, each: 5 }, wholeOfOne)
        for (const answer of seen) {
          if (answer === null) continue
          const { messages, summary } = answer
          expect([messages.length % 5, messages.length]).toEqual([0, summary.conversation.staffN])
        }
      }),
    )

    test(
      'two questions are answered from one moment, whatever is committed meanwhile',
      withPlaces(subject, async (places) => {
        const query = { _tag: 'Both', first: { _tag: 'Head' }, second: wholeOfOne } as const
        const { seen, log } = await askedAmidBatches(subject, places, { batches: 80, each: 1 }, query)
        const posted = log.flatMap(({ event }) => (event.type === 'message-posted' ? [event.messageId] : []))
        expect(posted).toHaveLength(80)
        for (const [head, timeline] of seen as ReadonlyArray<readonly [Position, Timeline | null]>) {
          const shown = timeline?.messages.map(({ row }) => row.id) ?? []
          const known = log.slice(0, head).filter(({ event }) => event.type === 'message-posted').length
          expect(shown, `at head ${head}`).toEqual(posted.slice(0, known))
        }
      }),
    )

    test(
      'looking changes nothing',
      withPlaces(subject, async ({ fresh, officeReference }) => {
        const storage = await fresh()
        await played(storage, office())
        const before = await logOf(storage)
        const compared = await officeReference()
        await sameAnswersTo('Timeline', storage, compared, officeIds.slice(0, 3))
        expect(await logOf(storage)).toEqual(before)
      }),
    )
  })
}
