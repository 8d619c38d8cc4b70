import { expect, test } from 'vitest'
import { acme } from '../driving/Cast.ts'
import { all, at, claim, name, slotsOf } from '../driving/claiming.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

/** The leases of a subscription's slots. */
export const leasing = (subject: StorageUnderTest): void => {
  test(
    'a subscription has 64 slots, and others have their own',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      expect(slotsOf(await claim(checkpoints, 'a', 0)).toSorted((x, y) => x - y)).toEqual(all)
      expect(await claim(checkpoints, 'b', 0)).toEqual([])
      expect(await claim(checkpoints, 'b', 0, 64, 'another')).toHaveLength(64)
    }),
  )

  test(
    'claim takes up to a limit, and answers all slots the owner holds',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      const first = await claim(checkpoints, 'a', 0, 20)
      expect(first).toHaveLength(20)
      expect(await claim(checkpoints, 'a', 1, 5)).toHaveLength(25)
      expect(await claim(checkpoints, 'a', 2, 0)).toHaveLength(25)
      const others = await claim(checkpoints, 'b', 3)
      expect(others).toHaveLength(39)
      expect(new Set(slotsOf([...others, ...(await claim(checkpoints, 'a', 4, 0))])).size).toBe(64)
    }),
  )

  test(
    'a lease keeps a slot until it runs out, and claiming renews it',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      await claim(checkpoints, 'a', 0, 10)
      expect(await claim(checkpoints, 'b', 99, 64)).toHaveLength(54)
      await claim(checkpoints, 'a', 99, 0)
      expect(await claim(checkpoints, 'b', 150, 64)).toHaveLength(54)
      // 99 + 100: the lease of `a` has expired.
      expect(await claim(checkpoints, 'b', 200, 64)).toHaveLength(64)
      expect(await claim(checkpoints, 'a', 201, 0)).toEqual([])
    }),
  )

  test(
    'a slot taken over gets a higher epoch, and one renewed keeps its own',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      const before = await claim(checkpoints, 'a', 0)
      expect(await claim(checkpoints, 'a', 50)).toEqual(before)
      const after = await claim(checkpoints, 'b', 1000)
      const epochs = new Map(before.map(({ slot, epoch }) => [slot, epoch]))
      for (const { slot, epoch } of after) expect(epoch).toBeGreaterThan(epochs.get(slot) ?? Infinity)
    }),
  )

  test(
    'claims at the same time never share a slot',
    withPlaces(subject, async ({ fresh, open, place }) => {
      const where = place()
      const shared = subject.capabilities.durable ? await open(where) : await fresh()
      await value(shared.migrate)
      const handles = subject.capabilities.durable
        ? [shared, await open(where), await open(where)]
        : [shared, shared, shared]
      const claims = await Promise.all(
        handles.map(({ checkpoints }, index) => claim(checkpoints, `owner-${index}`, 0, 30)),
      )
      const taken = claims.flatMap(slotsOf)
      expect(new Set(taken).size).toBe(taken.length)
      expect(taken).toHaveLength(64)
    }),
  )

  test(
    'release gives all slots of an owner back at once, and where they came to stays',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      const mine = await claim(checkpoints, 'a', 0)
      await value(checkpoints.advance(name, acme, mine, at(12)))
      await value(checkpoints.release(name, 'nobody'))
      expect(await claim(checkpoints, 'b', 1)).toEqual([])
      await value(checkpoints.release(name, 'a'))
      expect(await claim(checkpoints, 'b', 1)).toHaveLength(64)
      expect(await value(checkpoints.positions(name, 5))).toEqual([{ tenant: acme, position: 12 }])
    }),
  )
}
