import type { Committed, Storage, Version } from '@colloquy/core/storage'
import { needsOf } from '@colloquy/core/storage'
import { expect, test } from 'vitest'
import { logOf } from '../comparing/sameThroughout.ts'
import { acme, cast, zeta } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { draft, Scene } from '../driving/Scene.ts'
import { nothing, settledOf } from '../driving/settledOf.ts'
import { office } from '../histories/office.ts'
import { one, posts, talk } from '../histories/talk.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const { anna, cleo, zoe } = cast

/** Positions number the events of a tenant, versions those of a stream. */
export const numbering = (subject: StorageUnderTest): void => {
  test(
    'positions are contiguous in each tenant, in the order of commits, one for each event',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      const scene = new Scene('positions')
      scene.start(cleo, 'one', { message: draft('m1', 'first') })
      scene.start(zoe, 'other', { type: 'internal' })
      scene.post(cleo, 'one', 'm2', 'second')
      scene.post(zoe, 'other', 'n1', 'third')
      const accepted = await played(storage, scene.commands)
      for (const tenant of [acme, zeta]) {
        const told = accepted
          .flatMap(({ events }) => events)
          .filter((event) => event.tenant === tenant)
          .map(({ position }) => position)
        const counted = told.map((_, at) => at + 1)
        expect(told).toEqual(counted)
        expect((await logOf(storage, tenant)).map(({ position }) => position)).toEqual(counted)
      }
    }),
  )

  test(
    'versions are gapless in each stream, and each reader has a stream of their own',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      await played(storage, office())
      const last = new Map<string, number>()
      for (const { conversation: id, reader, version } of await logOf(storage)) {
        const key = JSON.stringify([id, reader])
        expect(version).toBe((last.get(key) ?? 0) + 1)
        last.set(key, version)
      }
      expect([...last.keys()].some((key) => key.includes('"side":"staff"'))).toBe(true)
    }),
  )

  test(
    'nothing to write is a commit, too: positionsOf tells the positions of events in the log',
    withPlaces(subject, async ({ fresh, reference }) => {
      const ask = async (storage: Storage): Promise<Committed> => {
        await played(storage, talk())
        const scene = new Scene('reads')
        scene.run(anna, 'one', 'MarkUnread', {
          from: null,
          for: { side: 'staff', id: anna.id },
          confirm: false,
        })
        const [read] = await played(storage, scene.commands)
        expect(read?.changed).toBe(true)
        const reader = { side: 'staff' as const, id: anna.id }
        const positionsOf = [
          { stream: one, reader: null, version: 1 as Version },
          { stream: one, reader: null, version: 2 as Version },
          { stream: one, reader, version: 1 as Version },
          { stream: one, reader, version: 9 as Version },
          { stream: one, reader: null, version: 999 as Version },
          ...(subject.capabilities.batch === 'store'
            ? [{ stream: { ...one, tenant: zeta }, reader: null, version: 1 as Version }]
            : []),
        ]
        return value(storage.commit([needsOf(one)], () => ({ ...nothing, positionsOf })))
      }
      const found = await ask(await fresh())
      expect(found).toEqual(await ask(reference()))
      expect(found.positions).toEqual([])
      expect(found.positionsOf[0]).toBe(1)
      expect(new Set(found.positionsOf.slice(3))).toEqual(new Set([null]))
    }),
  )

  test(
    'positionsOf may name events of the same batch',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      await played(storage, talk())
      const { needs, settled } = await settledOf(storage, posts('same', 'one', 2))
      const positionsOf = settled.events.map(({ reader, version }) => ({ stream: one, reader, version }))
      const committed = await value(storage.commit(needs, () => ({ ...settled, positionsOf })))
      expect(committed.positionsOf).toEqual(committed.positions)
    }),
  )
}
