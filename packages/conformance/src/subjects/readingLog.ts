import type { ConversationId, Position, StreamKey } from '@colloquy/core/storage'
import { recordStream } from '@colloquy/core/storage'
import { describe, expect, test } from 'vitest'
import { logOf } from '../comparing/sameThroughout.ts'
import { acme, cast, customer, order, staff, zeta } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation, draft, Scene } from '../driving/Scene.ts'
import { office, officeIds } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

/** Reading the log, heads and streams. */
export const readingLog = (subject: StorageUnderTest): void => {
  describe('the log', () => {
    test(
      'read gives a tenant’s events after a position, in order, at most as many as asked for, as they were written',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        const accepted = await played(storage, office())
        await played(compared, office())
        const log = await logOf(storage)
        expect(log).toEqual(await logOf(compared))
        const kept = <A extends { readonly tenant: unknown; readonly conversation: unknown }>(
          events: ReadonlyArray<A>,
        ) => events.filter((event) => event.tenant === acme && event.conversation !== 'erased')
        expect(kept(log)).toEqual(kept(accepted.flatMap(({ events }) => events)))
        for (const [after, limit] of [
          [0, 1],
          [3, 5],
          [log.length - 2, 9],
          [log.length, 9],
          [99_999, 9],
          [2, 0],
        ] as const) {
          const found = await value(storage.read({ tenant: acme, after: after as Position }, limit))
          expect(found).toEqual(log.slice(after, after + limit))
        }
        expect(
          await value(storage.read({ tenant: 'nobody' as typeof acme, after: 0 as Position }, 9)),
        ).toEqual([])
      }),
    )

    test(
      'read gives the events of a conversation and of all its readers in the order of the log, skipping as many as asked',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const log = await logOf(storage)
        for (const id of [...officeIds, recordStream(order)]) {
          const stream = { tenant: acme, conversation: id }
          const own = log.filter((event) => event.conversation === id)
          for (const [after, limit] of [
            [0, 1000],
            [1, 3],
            [5, 2],
            [999, 2],
          ] as const) {
            expect(await value(storage.read({ stream, after }, limit))).toEqual(
              own.slice(after, after + limit),
            )
          }
        }
      }),
    )

    test(
      'heads names every tenant with its last position, and no tenant without events',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        expect(await value(storage.heads)).toEqual([])
        await played(storage, office())
        const heads = [acme, zeta].map(async (tenant) => ({
          tenant,
          head: (await logOf(storage, tenant)).length,
        }))
        expect(await value(storage.heads)).toEqual(await Promise.all(heads))
      }),
    )

    test(
      'streams gives conversations and followed records by tenant and id, page after page',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        await played(storage, office())
        await played(compared, office())
        const whole = await value(storage.streams(null, 1000))
        expect(whole).toEqual(await value(compared.streams(null, 1000)))
        expect(whole.map(({ conversation: id }) => id)).toContain(recordStream(order))
        const paged: Array<StreamKey> = []
        for (let after: StreamKey | null = null; ; after = paged.at(-1) ?? null) {
          const page: ReadonlyArray<StreamKey> = await value(storage.streams(after, 2))
          if (page.length === 0) break
          paged.push(...page)
        }
        expect(paged).toEqual(whole)
      }),
    )

    test(
      'ids are ordered by code point',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        // UTF-16 order differs from code point order beyond the basic plane.
        const ids = ['a', 'Z', 'ä', '\u{1F600}', '\uFF5E', 'ab', 'a-', 'A']
        const scene = new Scene('order')
        for (const id of ids) scene.start(cast.cleo, id)
        await played(storage, scene.commands)
        const found = (await value(storage.streams(null, 100))).map(({ conversation: id }) => id)
        expect(found).toEqual(['A', 'Z', 'a', 'a-', 'ab', 'ä', '\uFF5E', '\u{1F600}'])
      }),
    )

    test(
      'concerning names the streams that hold somebody’s personal content by any event, until it is erased',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        await played(storage, office())
        await played(compared, office())
        for (const who of [
          customer('cleo'),
          customer('cora'),
          customer('CLEO'),
          staff('anna'),
          customer('anna'),
          staff('nobody'),
        ]) {
          const found: ReadonlyArray<ConversationId> = await value(storage.concerning(acme, who))
          expect(found).toEqual(await value(compared.concerning(acme, who)))
        }
        expect(await value(storage.concerning(acme, customer('cora')))).not.toContain(conversation('erased'))
        expect(await value(storage.concerning(acme, customer('cora')))).toContain(conversation('gone'))
        expect(await value(storage.concerning(zeta, customer('cleo')))).toEqual([conversation('order')])
      }),
    )

    test(
      'texts come back as they were given, character for character',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        const texts = [
          'plain',
          '😀👩‍👩‍👧‍👦🇩🇪',
          'é (composed) and e\u0301 (decomposed)',
          '‮right to left‬ and ‏marks',
          ' \t\r\n leading and trailing \u2028\u2029\u0085 ',
          `'"; drop table x; -- % _ \\ \\u0000 {"a":1} $1 ?1 :a @b`,
          '\u0001\u001f\u007f\ufffe\uffff',
          'x'.repeat(65_536),
          '漢'.repeat(20_000),
        ]
        const scene = new Scene('texts')
        scene.start(cast.cleo, 'it\'s \u{1F600} "id"', { subject: texts[5] ?? null, channel: '\\' })
        texts.forEach((text, at) =>
          scene.post(cast.cleo, 'it\'s \u{1F600} "id"', `m-${texts[at % 5]}-${at}`, text),
        )
        scene.run(cast.anna, 'it\'s \u{1F600} "id"', 'Label', { label: '' })
        for (const each of [storage, compared]) await played(each, scene.commands)
        const log = await logOf(storage)
        expect(log).toEqual(await logOf(compared))
        const bodies = log.flatMap(({ event }) =>
          event.type === 'message-posted' ? [event.personal?.body] : [],
        )
        expect(bodies).toEqual(texts)
      }),
    )

    test(
      'ids that differ only by case, accents or normal form are different',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const scene = new Scene('alike')
        const ids = ['case', 'CASE', 'caf\u00e9', 'cafe\u0301', 'cafe', 'case ']
        for (const id of ids) {
          scene.start(cast.cleo, id, { message: draft('a', 'text') })
          scene.post(cast.cleo, id, 'A', 'text')
        }
        await played(storage, scene.commands)
        expect(await value(storage.streams(null, 100))).toHaveLength(ids.length)
      }),
    )

    test(
      'attributes keep every key and value, whatever it is called',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        for (const each of [storage, compared]) await played(each, office())
        const stream = { tenant: acme, conversation: conversation('order') }
        const attributes = async (each: typeof storage) =>
          (await value(each.read({ stream, after: 0 }, 1000))).flatMap(({ event }) =>
            event.type === 'attributes-set'
              ? [JSON.stringify(Object.entries(event.attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)))]
              : [],
          )
        const found = await attributes(storage)
        expect(found).toEqual(await attributes(compared))
        expect(found[0]).toContain('__proto__')
      }),
    )
  })
}
