import type { Checkpoints, Held, Position, Time } from '@colloquy/core'
import { describe, expect, test } from 'vitest'
import { acme, zeta } from '../driving/Cast.ts'
import { withPlaces } from '../driving/Places.ts'
import { played } from '../driving/drive.ts'
import { value } from '../driving/results.ts'
import { conversation } from '../driving/Scene.ts'
import { office } from '../histories/office.ts'
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
      'the slot furthest behind is found over all of a name, in each tenant’s log',
      withPlaces(subject, async ({ fresh }) => {
        const { checkpoints } = await fresh()
        expect(await value(checkpoints.behind(name))).toEqual([])
        const [first, second, ...others] = await claim(checkpoints, 'a', 0)
        if (first === undefined || second === undefined) throw new Error('there are 64')
        await value(checkpoints.advance(name, acme, [first, ...others], at(12)))
        await value(checkpoints.advance(name, zeta, [second], at(5)))
        // Some have not begun.
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
        // An empty log is a beginning, too.
        expect(await value(checkpoints.begin('empty', []))).toBe(true)
        expect(await value(checkpoints.begin('empty', places))).toBe(false)
        expect(await value(checkpoints.positions('empty', 5))).toEqual([])
        await claim(checkpoints, 'a', 0, 1, 'claimed')
        expect(await value(checkpoints.begin('claimed', places))).toBe(false)
        expect(await value(checkpoints.positions('claimed', 0))).toEqual([])
      }),
    )

    test(
      'a held stream stays until it is let go where it is held, and holding it again replaces it',
      withPlaces(subject, async ({ fresh }) => {
        const { checkpoints } = await fresh()
        const [slot] = await claim(checkpoints, 'a', 0)
        const [another] = await claim(checkpoints, 'a', 0, 64, 'another')
        if (slot === undefined || another === undefined) throw new Error('no slots')
        const ofZeta = { tenant: zeta, conversation: conversation('one') }
        const again = heldAt('one', { position: at(4), attempts: 12, due: null, waited: 9e9, parked: true })
        expect(await value(checkpoints.held(name, 'all'))).toEqual([])
        expect(await value(checkpoints.hold(heldAt('two'), slot))).toBe(true)
        expect(await value(checkpoints.hold(heldAt('one'), slot))).toBe(true)
        expect(await value(checkpoints.hold(heldAt('one', { stream: ofZeta }), slot))).toBe(true)
        expect(await value(checkpoints.hold(again, slot))).toBe(true)
        expect(await value(checkpoints.hold(heldAt('one', { name: 'another' }), another))).toBe(true)
        const all = [again, heldAt('two'), heldAt('one', { stream: ofZeta })]
        expect(await value(checkpoints.held(name, 'all'))).toEqual(all)
        expect(await value(checkpoints.held(name, { stream: ofZeta }))).toEqual(all.slice(2))
        expect(await value(checkpoints.held(name, heldAt('never held')))).toEqual([])
        // It was held further on meanwhile: what is there now stays.
        expect(await value(checkpoints.letGo(heldAt('one'), slot))).toBe(true)
        expect(await value(checkpoints.letGo(heldAt('never held'), slot))).toBe(true)
        expect(await value(checkpoints.held(name, 'all'))).toEqual(all)
        expect(await value(checkpoints.letGo(again, slot))).toBe(true)
        expect(await value(checkpoints.held(name, 'all'))).toEqual(all.slice(1))
        expect(await value(checkpoints.held('another', 'all'))).toHaveLength(1)
      }),
    )

    test(
      'a held stream is found by when it is due, and at once where somebody hurries it',
      withPlaces(subject, async ({ fresh }) => {
        const { checkpoints } = await fresh()
        const [slot] = await claim(checkpoints, 'a', 0)
        if (slot === undefined) throw new Error('no slots')
        const due = async (by: number) =>
          (await value(checkpoints.held(name, { dueBy: by as Time }))).map(
            ({ stream }) => stream.conversation,
          )
        await value(checkpoints.hold(heldAt('soon', { due: 100 as Time }), slot))
        await value(checkpoints.hold(heldAt('late', { due: 200 as Time }), slot))
        await value(checkpoints.hold(heldAt('never', { due: null }), slot))
        expect(await due(99)).toEqual([])
        expect(await due(100)).toEqual(['soon'])
        expect(await due(9e12)).toEqual(['late', 'soon'])
        expect(await value(checkpoints.hurry(name, heldAt('never').stream))).toBe(true)
        expect(await value(checkpoints.hurry(name, heldAt('not held').stream))).toBe(false)
        expect(await value(checkpoints.hurry('another', heldAt('soon').stream))).toBe(false)
        expect(await value(checkpoints.held(name, { dueBy: 0 as Time }))).toEqual([
          heldAt('never', { due: 0 as Time }),
        ])
      }),
    )

    test(
      'who was taken over neither holds a stream nor lets it go',
      withPlaces(subject, async ({ fresh }) => {
        const { checkpoints } = await fresh()
        const mine = await claim(checkpoints, 'a', 0)
        const [now] = await claim(checkpoints, 'b', 500, 1)
        const stale = mine.find(({ slot }) => slot === now?.slot)
        const kept = mine.find(({ slot }) => slot !== now?.slot)
        if (now === undefined || stale === undefined || kept === undefined) throw new Error('no slots')
        expect(await value(checkpoints.hold(heldAt('one'), stale))).toBe(false)
        expect(await value(checkpoints.held(name, 'all'))).toEqual([])
        expect(await value(checkpoints.hold(heldAt('one'), now))).toBe(true)
        expect(await value(checkpoints.hold(heldAt('one', { attempts: 5 }), stale))).toBe(false)
        expect(await value(checkpoints.letGo(heldAt('one'), stale))).toBe(false)
        expect(await value(checkpoints.held(name, 'all'))).toEqual([heldAt('one')])
        expect(await value(checkpoints.hold(heldAt('two'), kept))).toBe(true)
        expect(await value(checkpoints.letGo(heldAt('one'), now))).toBe(true)
        expect(await value(checkpoints.hold(heldAt('one', { name: 'nobody claimed it' }), now))).toBe(false)
      }),
    )

    test(
      'what waits in held streams is counted, up to a position',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const { checkpoints } = storage
        await played(storage, office())
        const log = (await value(storage.read({ tenant: acme, after: at(0) }, 1000))).map((event) => ({
          conversation: event.conversation,
          position: event.position ?? 0,
        }))
        const [slot] = await claim(checkpoints, 'a', 0)
        if (slot === undefined) throw new Error('no slots')
        const [one, two] = ['order', 'locked'].map((id) => log.filter((event) => event.conversation === id))
        const [first, second] = [one?.[2]?.position ?? 0, two?.[1]?.position ?? 0]
        await value(checkpoints.hold(heldAt('order', { position: at(first) }), slot))
        await value(checkpoints.hold(heldAt('locked', { position: at(second) }), slot))
        const counted = (upTo: number) => value(checkpoints.waiting(name, acme, at(upTo)))
        const last = log.at(-1)?.position ?? 0
        expect(first * second).toBeGreaterThan(0)
        expect(await counted(last)).toBe((one?.length ?? 0) - 2 + (two?.length ?? 0) - 1)
        expect(await counted(first)).toBe(1 + (two ?? []).slice(1).filter((e) => e.position <= first).length)
        expect(await counted(Math.min(first, second) - 1)).toBe(0)
        expect(await value(checkpoints.waiting(name, zeta, at(last)))).toBe(0)
        expect(await value(checkpoints.waiting('another', acme, at(last)))).toBe(0)
      }),
    )
  })
}

const heldAt = (id: string, some: Partial<Held> = {}): Held => ({
  name,
  stream: { tenant: acme, conversation: conversation(id) },
  position: at(3),
  error: 'RangeError',
  attempts: 1,
  since: 1_700_000_000_000 as Time,
  due: 1_700_000_001_000 as Time,
  waited: 1000,
  parked: false,
  ...some,
})
