import type { Command, Query, Storage } from '@colloquy/core'
import { handle as handleCommands, needsOf, viewerOf } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { logOf, sameThroughout } from '../comparing/sameThroughout.ts'
import { acme, cast } from '../driving/Cast.ts'
import { oneByOne, played } from '../driving/drive.ts'
import type { Step } from '../driving/inTransaction.ts'
import { inTransaction } from '../driving/inTransaction.ts'
import type { Places } from '../driving/Places.ts'
import { withPlaces } from '../driving/Places.ts'
import { refusalOf } from '../driving/refusalOf.ts'
import { failure, value } from '../driving/results.ts'
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
        const refused = { _tag: 'TransactionRefused', detail: expect.stringMatching(/\w/) }
        expect(await refusalOf(host.storage, handle, timeline, viewer)).toEqual(refused)
        expect(await refusalOf(other, { not: 'a handle' }, timeline, viewer)).toEqual(refused)
        if (inside === undefined || E.isLeft(inside)) throw new Error('the transaction was refused')
        const late = inside.right.query(timeline, viewer)
        expect('_tag' in late ? late : await late()).toEqual(E.left(refused))
        const batch = handleCommands(talk().slice(0, 1))
        const written = inside.right.commit(batch.needs, batch.settle)
        expect('_tag' in written ? written : await written()).toEqual(E.left(refused))
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

    // A driver that answers at once leaves nobody else a turn while the host's transaction is open.
    if (capabilities.transaction !== 'async') return
    test(
      'calls inside that are made at once come one after the other',
      withHost(async (host) => {
        await played(host.storage, talk())
        const scene = new Scene('at once')
        for (const id of ['a', 'b', 'c']) scene.post(cleo, 'one', id, `text ${id}`)
        const found: Array<unknown> = []
        await host.transaction(async (transaction: unknown) => {
          const inside = host.storage.within(transaction)
          if (E.isLeft(inside) || inside.right.mode !== 'async')
            throw new Error('the transaction was refused')
          const { commit, query } = inside.right
          const calls = scene.commands.map((command) => {
            const batch = handleCommands([command])
            return commit(batch.needs, batch.settle)()
          })
          found.push(...(await Promise.all([...calls, query(timeline, viewer)()])).map((one) => one._tag))
        })
        expect(found).toEqual(['Right', 'Right', 'Right', 'Right'])
        expect(messages(await host.storage.query(timeline, viewer)())).toBe(5)
      }),
    )

    test(
      'a batch goes through without the conversation that a host’s transaction holds, and one of that conversation alone waits for it',
      withHost(async (host, other) => {
        const scene = new Scene('held')
        scene.start(cleo, 'one', { message: draft('m1', 'first') })
        scene.start(cleo, 'two', { message: draft('n1', 'first') })
        await played(other, scene.commands)
        const said = (on: string, id: string) => {
          const more = new Scene(id)
          more.post(cleo, on, id, 'text')
          return more.commands
        }
        const two = { tenant: acme, conversation: conversation('two') }
        await holding(host, said('one', 'host'), async () => {
          const batch = handleCommands([...said('one', 'a'), ...said('two', 'b'), ...said('one', 'c')])
          const found = batch.outcomes(await value(other.commit(batch.needs, batch.settle)))
          expect(found).toEqual(['held', E.right(expect.objectContaining({ changed: true })), 'held'])
          const seen: Array<ReadonlyArray<boolean>> = []
          await value(
            other.commit([needsOf(two)], (loaded) => {
              if (seen.length > 0) seen.push([loaded.held(two), loaded.held(stream)])
              else seen.push([loaded.held(two)])
              return seen.length === 1
                ? { more: [needsOf(stream)] }
                : { events: [], changes: [], receipts: [], positionsOf: [] }
            }),
          )
          // What is asked for later is not waited for either: two that wait for each other would wait for ever.
          expect([seen[0], seen.at(-1)]).toEqual([[false], [false, true]])
          const alone = handleCommands(said('one', 'd'))
          expect(await failure(other.commit(alone.needs, alone.settle))).toBe('Unavailable')
        })
        expect((await oneByOne(other, said('one', 'a'))).map(E.isRight)).toEqual([true])
        const log = await value(other.read({ stream, after: 0 }, 100))
        const posted = log.flatMap(({ event }) => (event.type === 'message-posted' ? [event.messageId] : []))
        expect(posted).toEqual(['m1', 'host', 'a'])
      }),
    )

    test(
      'a batch of one conversation that waits for a host’s transaction sees what that wrote, once it ended',
      withHost(async (host, other) => {
        await played(other, talk())
        const scene = new Scene('waiting')
        scene.post(cleo, 'one', 'host', 'by the host')
        scene.post(cleo, 'one', 'after', 'by us')
        const [first, second] = scene.commands
        if (first === undefined || second === undefined) throw new Error('no commands')
        const waiting = await holding(host, [first], async () => {
          const begun = played(other, [second])
          await new Promise((resolve) => setImmediate(resolve))
          return { begun }
        })
        await waiting.begun
        const log = await value(other.read({ stream, after: 0 }, 100))
        const posted = log.flatMap(({ event }) => (event.type === 'message-posted' ? [event.messageId] : []))
        expect(posted.slice(-2)).toEqual(['host', 'after'])
      }),
    )
  })
}

/** Does something while a transaction of the host's is open that has written these commands; then that commits. */
const holding = async <A>(
  host: Hosted,
  commands: ReadonlyArray<Command>,
  meanwhile: () => Promise<A>,
): Promise<A> => {
  const done: Array<A> = []
  await host.transaction(async (transaction: unknown) => {
    const inside = host.storage.within(transaction)
    if (E.isLeft(inside) || inside.right.mode !== 'async') throw new Error('the transaction was refused')
    const batch = handleCommands(commands)
    await value(inside.right.commit(batch.needs, batch.settle))
    done.push(await meanwhile())
  })
  if (done.length === 0) throw new Error('the host did not come to it')
  return done[0] as A
}
