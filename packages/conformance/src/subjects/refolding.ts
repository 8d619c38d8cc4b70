import type { Recorded, Storage } from '@colloquy/core/storage'
import { foldRows } from '@colloquy/core/engine'
import { recordStream } from '@colloquy/core/storage'
import { describe, expect, test } from 'vitest'
import { logOf, sameThroughout } from '../comparing/sameThroughout.ts'
import { acme, cast, order, ticket } from '../driving/Cast.ts'
import { played, together } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation, message, Scene } from '../driving/Scene.ts'
import { writeChanges } from '../driving/writeChanges.ts'
import { office, officeIds } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'
import { damages, stream } from './damages.ts'

/** Refolding streams: finding and correcting differences. */
export const refolding = (subject: StorageUnderTest): void => {
  describe('refold', () => {
    test(
      'finds nothing in any stream that commits alone have written',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        for (const key of await value(storage.streams(null, 1000))) {
          expect(await value(storage.refold(key, foldRows, false)), key.conversation).toEqual([])
        }
      }),
    )

    test(
      'finds nothing after large batches either',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const own = office().filter(({ context }) => context.actor.tenant === acme)
        for (let at = 0; at < own.length; at += 25) await together(storage, own.slice(at, at + 25))
        for (const key of await value(storage.streams(null, 1000))) {
          expect(await value(storage.refold(key, foldRows, false)), key.conversation).toEqual([])
        }
      }),
    )

    test.each(damages)(
      '%s is named, stays while it is only looked at, and is mended when asked',
      async (_title, damage, expected) =>
        withPlaces(subject, async ({ fresh, officeReference }) => {
          const storage = await fresh()
          const compared = await officeReference()
          await played(storage, office())
          await writeChanges(storage, [stream], damage)
          expect(await found(storage, false)).toEqual(expected)
          expect(await found(storage, false)).toEqual(expected)
          expect(await found(storage, true)).toEqual(expected)
          expect(await found(storage, false)).toEqual([])
          await sameThroughout(
            storage,
            compared,
            [stream.conversation],
            ['Conversations', 'Timeline', 'Counts'],
          )
        })(),
    )

    test(
      'what search finds is mended, too',
      withPlaces(subject, async ({ fresh, officeReference }) => {
        const storage = await fresh()
        const compared = await officeReference()
        await played(storage, office())
        await writeChanges(storage, [stream], [{ _tag: 'remove', table: 'term', where: stream }])
        await found(storage, true)
        await sameThroughout(storage, compared, officeIds.slice(0, 2), ['List'])
      }),
    )

    test(
      'all of a stream can be made anew, that of a record’s followers, too',
      withPlaces(subject, async ({ fresh, officeReference }) => {
        const storage = await fresh()
        const compared = await officeReference()
        await played(storage, office())
        const followed = { tenant: acme, conversation: recordStream(order) }
        for (const key of [stream, followed]) {
          for (const table of [
            'conversation',
            'seat',
            'message',
            'own',
            'link',
            'label',
            'recordFollower',
            'term',
          ] as const) {
            await writeChanges(storage, [key], [{ _tag: 'remove', table, where: key }])
          }
          expect((await value(storage.refold(key, foldRows, true))).length).toBeGreaterThan(0)
          expect(await value(storage.refold(key, foldRows, false))).toEqual([])
        }
        await sameThroughout(storage, compared, [
          stream.conversation,
          recordStream(order),
          recordStream(ticket),
        ])
      }),
    )

    test(
      'folds all events of the stream, in the order of the log, and of no other',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        await played(storage, office())
        const seen: Array<Recorded> = []
        await value(
          storage.refold(
            stream,
            (events) => {
              seen.splice(0, seen.length, ...events)
              return foldRows(seen)
            },
            false,
          ),
        )
        const own = (await logOf(storage)).filter((event) => event.conversation === stream.conversation)
        expect(seen).toEqual(own)
      }),
    )

    test(
      'an empty stream folds to nothing',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const nowhere = { tenant: acme, conversation: conversation('no such') }
        expect(await value(storage.refold(nowhere, foldRows, true))).toEqual([])
        expect(await value(storage.streams(null, 10))).toEqual([])
      }),
    )

    test(
      'commits go on around it',
      withPlaces(subject, async ({ fresh, reference }) => {
        const storage = await fresh()
        const compared = reference()
        await played(storage, office())
        await played(compared, office())
        const scene = new Scene('meanwhile')
        for (let at = 0; at < 10; at++) scene.post(cast.cleo, 'order', `n${at}`, 'meanwhile')
        scene.run(cast.anna, 'order', 'RemoveMessage', { messageId: message('n3') })
        await played(compared, scene.commands)
        const folding = async () => {
          for (let at = 0; at < 10; at++) {
            const task = await storage.refold(stream, foldRows, true)()
            if (task._tag === 'Right') expect(task.right).toEqual([])
          }
        }
        await Promise.all([played(storage, scene.commands), folding()])
        await sameThroughout(storage, compared, [stream.conversation], ['Conversations', 'Timeline'])
      }),
    )
  })
}

const found = async (storage: Storage, repair: boolean): Promise<ReadonlyArray<string>> => {
  const differences = await value(storage.refold(stream, foldRows, repair))
  // Differences contain keys only, never content.
  expect(JSON.stringify(differences)).not.toMatch(/late|house|Müller/u)
  for (const difference of differences) expect(difference.stream).toEqual(stream)
  return [...new Set(differences.map((one) => `${one.table} ${one.found}`))]
}
