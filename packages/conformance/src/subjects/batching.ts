import type { Needs } from '@colloquy/core/storage'
import { needsOf } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { logOf, sameThroughout } from '../comparing/sameThroughout.ts'
import { acme, cast, zeta } from '../driving/Cast.ts'
import { played, together } from '../driving/drive.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation, draft, Scene } from '../driving/Scene.ts'
import { nothing } from '../driving/settledOf.ts'
import { office, officeIds } from '../histories/office.ts'
import { one, talk } from '../histories/talk.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'

const { anna, cleo, zoe } = cast

/** What a batch may contain and need. */
export const batching = (subject: StorageUnderTest): void => {
  test(
    'while settle asks for more, it is called again with all that was asked for so far',
    withPlaces(subject, async ({ fresh }) => {
      const storage = await fresh()
      await played(storage, talk())
      const who = { side: 'staff' as const, id: anna.id }
      const other = { ...one, conversation: conversation('not there') }
      const rounds: ReadonlyArray<ReadonlyArray<Needs>> = [
        [needsOf(one, { seats: [who] })],
        [needsOf(other)],
        [needsOf(one, { messages: [draft('m2', '').messageId] })],
      ]
      const seen: Array<string> = []
      await value(
        storage.commit([needsOf(one)], (loaded) => {
          const state = loaded.state(one)
          const known = [state.seats.known.has('staff:anna'), state.messages.known.has('m2')]
          seen.push(JSON.stringify([state.header?.version, ...known]))
          if (seen.length > 2) expect(loaded.state(other).header).toBeNull()
          const more = rounds[seen.length - 1]
          return more === undefined ? nothing : { more }
        }),
      )
      const version = (await logOf(storage)).filter(({ reader }) => reader === null).length
      const expected = [
        [version, false, false],
        [version, true, false],
        [version, true, false],
        [version, true, true],
      ].map((round) => JSON.stringify(round))
      // A storage may retry the transaction, and then shows the same again.
      expect([...new Set(seen)]).toEqual([...new Set(expected)])
    }),
  )

  test(
    'large batches come to the same as in the reference',
    withPlaces(subject, async ({ fresh, reference }) => {
      const storage = await fresh()
      const compared = reference()
      const commands = office()
      for (let at = 0; at < commands.length; at += 40) {
        const part = commands.slice(at, at + 40).filter((command) => command.context.actor.tenant === acme)
        expect(await together(storage, part)).toEqual(await together(compared, part))
      }
      await sameThroughout(storage, compared, officeIds.slice(0, 12))
    }),
  )

  if (subject.capabilities.batch === 'store') {
    test(
      'one batch may hold commands of several tenants',
      withPlaces(subject, async ({ fresh }) => {
        const storage = await fresh()
        const scene = new Scene('tenants')
        scene.start(cleo, 'one', { message: draft('m1', 'first') })
        scene.start(zoe, 'one', { type: 'internal', message: draft('m1', 'first') })
        const decided = await together(storage, scene.commands)
        expect(decided.map(E.isRight)).toEqual([true, true])
        expect((await logOf(storage, acme))[0]?.position).toBe(1)
        expect((await logOf(storage, zeta))[0]?.position).toBe(1)
      }),
    )
  }
}
