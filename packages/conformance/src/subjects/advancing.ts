import { expect, test } from 'vitest'
import { acme, zeta } from '../driving/Cast.ts'
import { at, claim, name } from '../driving/claiming.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

/** The checkpoints of a subscription's slots. */
export const advancing = (subject: StorageUnderTest): void => {
  test(
    'begin places all slots of a name that has none, once, however many ask',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      const places = [
        { tenant: acme, position: at(7) },
        { tenant: zeta, position: at(3) },
      ]
      const begun = await Promise.all(
        [places, places.slice(1), []].map((given) => value(checkpoints.begin(name, given))),
      )
      expect(begun.filter(Boolean)).toHaveLength(1)
      const whole = begun[0] === true ? places : begun[1] === true ? places.slice(1) : []
      for (const slot of [0, 31, 63]) expect(await value(checkpoints.positions(name, slot))).toEqual(whole)
      expect(await claim(checkpoints, 'a', 0)).toHaveLength(64)
      // A subscription can begin in an empty log.
      expect(await value(checkpoints.begin('empty', []))).toBe(true)
      expect(await value(checkpoints.begin('empty', places))).toBe(false)
      expect(await value(checkpoints.positions('empty', 5))).toEqual([])
      await claim(checkpoints, 'a', 0, 1, 'claimed')
      expect(await value(checkpoints.begin('claimed', places))).toBe(false)
      expect(await value(checkpoints.positions('claimed', 0))).toEqual([])
    }),
  )

  test(
    'advance moves each slot forward in one tenant, never back; tenants without an entry begin at the start',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      const [one, two, three] = await claim(checkpoints, 'a', 0)
      if (one === undefined || two === undefined || three === undefined) throw new Error('no slots')
      expect(await value(checkpoints.positions(name, one.slot))).toEqual([])
      expect(await value(checkpoints.advance(name, acme, [one, two], at(7)))).toBe(true)
      expect(await value(checkpoints.advance(name, zeta, [one], at(3)))).toBe(true)
      expect(await value(checkpoints.advance(name, acme, [one], at(5)))).toBe(true)
      expect(await value(checkpoints.advance(name, acme, [two], at(9)))).toBe(true)
      expect(await value(checkpoints.positions(name, one.slot))).toEqual([
        { tenant: acme, position: 7 },
        { tenant: zeta, position: 3 },
      ])
      expect(await value(checkpoints.positions(name, two.slot))).toEqual([{ tenant: acme, position: 9 }])
      expect(await value(checkpoints.positions(name, three.slot))).toEqual([])
      expect(await value(checkpoints.positions('another', one.slot))).toEqual([])
    }),
  )

  test(
    'advance answers false and moves none when one of the slots was taken over',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      const mine = await claim(checkpoints, 'a', 0)
      const [taken] = await claim(checkpoints, 'b', 500, 1)
      if (taken === undefined) throw new Error('nothing was taken over')
      const [kept] = mine.filter(({ slot }) => slot !== taken.slot)
      const [stale] = mine.filter(({ slot }) => slot === taken.slot)
      if (kept === undefined || stale === undefined) throw new Error('no slots')
      expect(await value(checkpoints.advance(name, acme, [kept, stale], at(4)))).toBe(false)
      expect(await value(checkpoints.positions(name, kept.slot))).toEqual([])
      expect(await value(checkpoints.positions(name, stale.slot))).toEqual([])
      expect(await value(checkpoints.advance(name, acme, [taken], at(4)))).toBe(true)
    }),
  )

  test(
    'the slot furthest behind is found over all of a name, in each tenant’s log',
    withPlaces(subject, async ({ fresh }) => {
      const { checkpoints } = await fresh()
      expect(await value(checkpoints.behind(name))).toEqual([])
      const [first, second, ...others] = await claim(checkpoints, 'a', 0)
      if (first === undefined || second === undefined) throw new Error('there are 64')
      await value(checkpoints.advance(name, acme, [first, ...others], at(12)))
      await value(checkpoints.advance(name, zeta, [second], at(5)))
      // Some slots have no checkpoint yet.
      expect(await value(checkpoints.behind(name))).toEqual([])
      await value(checkpoints.advance(name, acme, [second], at(9)))
      await value(checkpoints.advance(name, zeta, [first, ...others], at(4)))
      expect(await value(checkpoints.behind(name))).toEqual([
        { tenant: acme, position: 9 },
        { tenant: zeta, position: 4 },
      ])
      expect(await value(checkpoints.behind('another'))).toEqual([])
    }),
  )
}
