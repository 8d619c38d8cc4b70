import type { Held, Time } from '@colloquy/core/storage'
import { expect, test } from 'vitest'
import { acme, zeta } from '../driving/Cast.ts'
import { at, claim, name } from '../driving/claiming.ts'
import { withPlaces } from '../driving/Places.ts'
import { played } from '../driving/drive.ts'
import { value } from '../driving/results.ts'
import { conversation } from '../driving/Scene.ts'
import { office } from '../histories/office.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

/** Streams held back because their handler failed. */
export const holdingBack = (subject: StorageUnderTest): void => {
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
      // The stream was held again at a later event, and stays held.
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
        (await value(checkpoints.held(name, { dueBy: by as Time }))).map(({ stream }) => stream.conversation)
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
