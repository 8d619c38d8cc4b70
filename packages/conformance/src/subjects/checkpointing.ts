import type { Checkpoints, Parked, Position, Time } from '@colloquy/core'
import { describe, expect, test } from 'vitest'
import { acme, zeta } from '../driving/Cast.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation } from '../driving/Scene.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const name = 'mailer'
const claim = (checkpoints: Checkpoints, owner: string, now: number, limit = 64, of = name) =>
  value(checkpoints.claim({ name: of, owner, now: now as Time, lease: 100, limit }))
const slotsOf = (slots: ReadonlyArray<{ readonly slot: number }>) => slots.map(({ slot }) => slot)
const all = Array.from({ length: 64 }, (_, at) => at)
const at = (position: number) => position as Position

/** Checkpoints of named subscriptions. */
export const checkpointing = (subject: StorageUnderTest): void => {
  describe('checkpoints', () => {
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
        // 99 + 100: a's lease has run out.
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
      'a parked stream stays until it is taken out, and parking again replaces it',
      withPlaces(subject, async ({ fresh }) => {
        const { checkpoints } = await fresh()
        const parked = (id: string, some: Partial<Parked> = {}): Parked => ({
          name,
          stream: { tenant: acme, conversation: conversation(id) },
          position: at(3),
          error: 'HandlerFailed',
          attempts: 1,
          ...some,
        })
        expect(await value(checkpoints.parked(name))).toEqual([])
        await value(checkpoints.park(parked('one')))
        await value(
          checkpoints.park(parked('two', { stream: { tenant: zeta, conversation: conversation('two') } })),
        )
        await value(checkpoints.park(parked('one', { attempts: 2 })))
        await value(checkpoints.park(parked('one', { name: 'another' })))
        const found = await value(checkpoints.parked(name))
        expect(found).toEqual([
          parked('one', { attempts: 2 }),
          parked('two', { stream: { tenant: zeta, conversation: conversation('two') } }),
        ])
        await value(checkpoints.unpark(name, { tenant: acme, conversation: conversation('one') }))
        await value(checkpoints.unpark(name, { tenant: acme, conversation: conversation('never parked') }))
        expect(await value(checkpoints.parked(name))).toEqual(found.slice(1))
        expect(await value(checkpoints.parked('another'))).toHaveLength(1)
      }),
    )
  })
}
