import type { Actor, Storage } from '@colloquy/core/storage'
import type { Command } from '@colloquy/core/engine'
import { sideOf } from '@colloquy/core/engine'
import { viewerOf } from '@colloquy/core/storage'
import { describe, expect, test } from 'vitest'
import { logOf } from '../comparing/sameThroughout.ts'
import { together } from '../driving/drive.ts'
import { type Places, withPlaces } from '../driving/Places.ts'
import { Dice } from '../random/Dice.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'
import { crowdOf, type Crowd } from '../walks/crowdOf.ts'
import { type Listing, listingsOf } from '../walks/listingOf.ts'
import { openable, walked, whole } from '../walks/walked.ts'
import { Walker } from '../walks/Walker.ts'

/** `COLLOQUY_SEED` repeats a run, `COLLOQUY_WALKS` is the number of crowds. */
const seed = Number(process.env['COLLOQUY_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const crowds = Number(process.env['COLLOQUY_WALKS'] ?? 2)
const patience = Math.max(120_000, crowds * 60_000)

/** The accepted of these commands, equal on each storage. */
const told = async (storage: Storage, commands: ReadonlyArray<Command>): Promise<void> => {
  for (let at = 0; at < commands.length; at += 30) await together(storage, commands.slice(at, at + 30))
}

/** Every list once, by the actors in turn. */
const walksOf = (dice: Dice, { actors }: Crowd): ReadonlyArray<readonly [Actor, Listing]> => {
  const turn = dice.roll(actors.length)
  const lists = {
    staff: listingsOf(dice, 'staff'),
    customer: listingsOf(dice, 'customer'),
  }
  return lists.staff.flatMap((listing, n) => {
    const actor = actors[(n + turn) % actors.length]
    if (actor === undefined) return []
    const side = sideOf(actor.kind)
    const own = side === 'staff' ? listing : lists.customer[n % lists.customer.length]
    return own === undefined ? [] : [[actor, own] as const]
  })
}

const eachCrowd = async (
  subject: StorageUnderTest,
  walk: (crowd: Crowd, dice: Dice, storage: Storage, reference: Storage) => Promise<number>,
): Promise<void> => {
  let walks = 0
  for (let n = 0; n < crowds; n++) {
    const dice = new Dice(seed + n)
    await withPlaces(subject, async ({ fresh, reference }: Places) => {
      const storage = await fresh()
      const compared = reference()
      const crowd = crowdOf(dice)
      await told(storage, crowd.before)
      await told(compared, crowd.before)
      walks += await walk(crowd, dice, storage, compared)
    })()
  }
  console.info(`${subject.name}: ${walks} walks through lists, COLLOQUY_SEED=${seed}`)
}

/** Walks through lists by actors with grants, queues, follows and records of every kind. */
export const walking = (subject: StorageUnderTest): void => {
  describe('walking', () => {
    test(
      'any list gives by pages what it is as a whole, and nothing but what may be opened, whoever looks',
      {
        timeout: patience,
      },
      () =>
        eachCrowd(subject, async (crowd, dice, storage, reference) => {
          const ids = [...new Set((await logOf(reference)).map(({ conversation }) => conversation))]
          const opens = new Map<Actor, ReadonlyArray<string>>()
          const scope = { indicatorScope: dice.pick(['mine', 'assigned'] as const) }
          for (const actor of crowd.actors) {
            const viewer = viewerOf(actor, scope)
            const open = await openable(storage, viewer, ids)
            const listing: Listing = {
              view: 'all',
              filter: {},
              sort: { by: 'activity', direction: 'desc' },
              limit: 4,
            }
            const listed = (await walked(storage, viewer, listing)).map(({ id }) => id)
            expect(listed.toSorted(), `all of ${viewer.side} ${viewer.who.id}`).toEqual(open.toSorted())
            opens.set(actor, open)
          }
          const walks = walksOf(dice, crowd)
          for (const [actor, listing] of walks) {
            const viewer = viewerOf(actor, scope)
            const named = `${JSON.stringify(viewer)} walks ${JSON.stringify(listing)}`
            const all = await whole(storage, viewer, listing)
            expect(all, named).toEqual(await whole(reference, viewer, listing))
            expect(await walked(storage, viewer, listing), named).toEqual(all)
            const open = new Set(opens.get(actor))
            expect(
              all.filter(({ id }) => !open.has(id)),
              named,
            ).toEqual([])
          }
          return walks.length
        }),
    )

    test(
      'a list gives by pages each unchanged row once, and by its changes the rest, whatever happens meanwhile',
      {
        timeout: patience,
      },
      () =>
        eachCrowd(subject, async (crowd, dice, storage) => {
          const start = (await logOf(storage)).length
          const walkers: Array<Walker> = []
          for (const [actor, listing] of walksOf(dice, crowd)) {
            // With this capability, access changes by events of other conversations alone.
            if (actor.capabilities.has('view.customerHistory') && !actor.capabilities.has('view.all'))
              continue
            const walker = await Walker.begin(storage, actor, crowd.policies, listing)
            if (walker !== null) walkers.push(walker)
          }
          for (let at = 0; at < crowd.amid.length; at += 6) {
            await together(storage, crowd.amid.slice(at, at + 6))
            for (const walker of walkers) if (!walker.isDone && dice.oneIn(2)) await walker.step()
          }
          const happened = (await logOf(storage)).slice(start)
          expect(happened.length).toBeGreaterThan(0)
          for (const walker of walkers) {
            await walker.step()
            while (!walker.isDone) await walker.step(true)
            await walker.check(happened)
          }
          return walkers.length
        }),
    )
  })
}
