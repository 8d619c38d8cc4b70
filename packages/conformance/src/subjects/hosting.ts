import type { Query, Storage } from '@colloquy/core'
import { viewerOf } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { logOf, sameThroughout } from '../comparing/sameThroughout.ts'
import { acme, cast } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import type { Step } from '../driving/inTransaction.ts'
import { inTransaction } from '../driving/inTransaction.ts'
import type { Places } from '../driving/Places.ts'
import { withPlaces } from '../driving/Places.ts'
import { value } from '../driving/results.ts'
import { conversation, draft, Scene } from '../driving/Scene.ts'
import type { Hosted, StorageUnderTest } from '../StorageUnderTest.ts'

const { anna, cleo } = cast
const viewer = viewerOf(anna, { indicatorScope: 'mine' })
const stream = { tenant: acme, conversation: conversation('one') }
const timeline: Query = {
  _tag: 'Timeline',
  conversation: conversation('one'),
  from: 'end',
  limit: 9,
  only: null,
  events: false,
}

const talk = () => {
  const scene = new Scene('hosted')
  scene.start(cleo, 'one', { message: draft('m1', 'first') })
  scene.post(anna, 'one', 'm2', 'second', { visibility: 'public' })
  return scene.commands
}
const steps: ReadonlyArray<Step> = talk().map((command) => ({ command }))

const messages = (answer: E.Either<unknown, unknown> | undefined): number => {
  const found: unknown = answer !== undefined && E.isRight(answer) ? answer.right : null
  // The answer of a timeline, whose type went lost on its way through the host's transaction.
  return (found as { readonly messages: ReadonlyArray<unknown> } | null)?.messages.length ?? 0
}

/** The host's own transactions, where the storage takes part in them. */
export const hosting = (subject: StorageUnderTest): void => {
  const { capabilities, hosted } = subject
  if (capabilities.transaction === null || hosted === undefined) return
  describe('within', () => {
    const withHost = (run: (host: Hosted, other: Storage, places: Places) => Promise<void>) =>
      withPlaces(subject, async (places) => {
        const at = places.place()
        const other = await places.open(at)
        await value(other.migrate)
        const host = await hosted(at)
        await value(host.storage.migrate)
        try {
          await run(host, other, places)
        } finally {
          await host.storage.close()
          await host.close()
        }
      })

    test(
      'what is committed inside is there once the host commits, as if it had been committed outside',
      withHost(async (host, other, { reference }) => {
        const results = await inTransaction(host, steps, 'commit')
        expect(results.map(E.isRight)).toEqual([true, true])
        const compared = reference()
        await played(compared, talk())
        await sameThroughout(host.storage, compared, [conversation('one')])
        await sameThroughout(other, compared, [conversation('one')])
      }),
    )

    test(
      'when the host rolls back nothing was written, and its positions and ids are free again',
      withHost(async (host, other, { reference }) => {
        await inTransaction(host, steps, 'rollback')
        expect(await logOf(host.storage)).toEqual([])
        expect(await value(host.storage.heads)).toEqual([])
        await played(other, talk())
        const compared = reference()
        await played(compared, talk())
        await sameThroughout(host.storage, compared, [conversation('one')])
      }),
    )

    test(
      'inside, queries and reads see what was committed inside; outside, nobody does before the host commits',
      withHost(async (host, other) => {
        const outside: Array<Promise<unknown>> = []
        const look: Step = { query: timeline, viewer }
        const results = await inTransaction(
          host,
          [look, ...steps, look, { log: { stream, after: 0 } }],
          'rollback',
        )
        expect(messages(results[0])).toBe(0)
        expect(messages(results[3])).toBe(2)
        const log = results[4]
        expect(log !== undefined && E.isRight(log) && Array.isArray(log.right) && log.right.length > 1).toBe(
          true,
        )
        await Promise.all(outside)
        expect(await value(other.query(timeline, viewer))).toBeNull()
      }),
    )

    test(
      'a command that is refused inside writes nothing, and the transaction goes on',
      withHost(async (host) => {
        const scene = new Scene('refused')
        scene.post(cast.cora, 'one', 'no', 'she is not in it')
        const refused: ReadonlyArray<Step> = scene.commands.map((command) => ({ command }))
        const results = await inTransaction(host, [...steps, ...refused], 'commit')
        expect(results[2]).toMatchObject({
          _tag: 'Right',
          right: { _tag: 'Left', left: { _tag: 'NotFound' } },
        })
        expect(messages(await host.storage.query(timeline, viewer)())).toBe(2)
      }),
    )

    test(
      'a handle outside any transaction, and what is left of one that ended, are refused by errors',
      withHost(async (host, other) => {
        const kept: Array<unknown> = []
        const insides: Array<ReturnType<Storage['within']>> = []
        await host.transaction((handle) => {
          kept.push(handle)
          insides.push(host.storage.within(handle))
        })
        const [handle] = kept
        const [inside] = insides
        expect(host.storage.within(handle)._tag).toBe('Left')
        expect(other.within({ not: 'a handle' })._tag).toBe('Left')
        if (inside === undefined || E.isLeft(inside)) throw new Error('the transaction was refused')
        const late = inside.right.query(timeline, viewer)
        expect('_tag' in late ? late._tag : (await late())._tag).toBe('Left')
        expect(await logOf(host.storage)).toEqual([])
      }),
    )

    test(
      'the mode is the one declared',
      withHost(async (host) => {
        const modes: Array<unknown> = []
        await host.transaction((handle) => {
          const inside = host.storage.within(handle)
          modes.push(E.isRight(inside) ? inside.right.mode : inside.left)
        })
        expect(modes).toEqual([capabilities.transaction])
      }),
    )
  })
}
