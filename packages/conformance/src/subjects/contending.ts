import { handle, isSettled } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { logOf } from '../comparing/sameThroughout.ts'
import { cast } from '../driving/Cast.ts'
import { played, together } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { draft, Scene } from '../driving/Scene.ts'
import { one, posts, talk } from '../histories/talk.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

/** Concurrent commits. */
export const contending = (subject: StorageUnderTest): void => {
  test(
    'as many batches at a time as there are lanes, each with conversations of its own, all come through',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      const lanes = Array.from({ length: subject.capabilities.lanes ?? 1 }, (_, lane) => [
        `a${lane}`,
        `b${lane}`,
      ])
      const scene = new Scene('lanes')
      for (const id of lanes.flat()) scene.start(cast.cleo, id, { message: draft('m1', 'first') })
      await played(storage, scene.commands)
      await Promise.all(
        lanes.map(async (ids) => {
          for (let round = 0; round < 10; round++) {
            const batch = handle(ids.flatMap((id) => posts(`${id}-${round}`, id, 2)))
            const outcomes = batch.outcomes(await value(storage.commit(batch.needs, batch.settle)))
            expect(outcomes.map((outcome) => isSettled(outcome) && E.isRight(outcome))).toEqual(
              outcomes.map(() => true),
            )
          }
        }),
      )
      const log = await logOf(storage)
      expect(log.map(({ position }) => position)).toEqual(log.map((_, at) => at + 1))
      const posted = log.filter(({ event }) => event.type === 'message-posted')
      expect(posted).toHaveLength(lanes.flat().length * 21)
    }),
  )

  test(
    'commands that meet on one conversation are all accepted, once each, in one order',
    withPlaces(subject, async ({ open, place }) => {
      const at = place()
      const first = await open(at)
      await value(first.migrate)
      await played(first, talk())
      const handles = subject.capabilities.durable
        ? [first, await open(at), await open(at)]
        : [first, first, first]
      await Promise.all(
        handles.map(async (storage, at) => {
          for (const command of posts(`writer-${at}`, 'one', 15)) {
            expect((await together(storage, [command])).map(E.isRight)).toEqual([true])
          }
        }),
      )
      const log = await value(first.read({ stream: one, after: 0 }, 1000))
      const posted = log.flatMap(({ event }) => (event.type === 'message-posted' ? [event.messageId] : []))
      expect(new Set(posted).size).toBe(posted.length)
      expect(posted).toHaveLength(2 + 45)
      expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1))
    }),
  )
}
