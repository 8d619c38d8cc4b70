import type { Inside, Storage, StoreError } from '@colloquy/core/storage'
import { handle as handleCommands } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { logOf, sameThroughout } from '../comparing/sameThroughout.ts'
import { cast } from '../driving/Cast.ts'
import { played } from '../driving/drive.ts'
import type { Step } from '../driving/inTransaction.ts'
import { inTransaction } from '../driving/inTransaction.ts'
import { refusalOf } from '../driving/refusalOf.ts'
import { value } from '../driving/results.ts'
import { Scene } from '../driving/Scene.ts'
import { withHost } from '../driving/withHost.ts'
import { messagesIn, one, talk, timeline, viewer } from '../histories/talk.ts'
import type { StorageUnderTest } from '../StorageUnderTest.ts'
import { interleaving } from './interleaving.ts'

const steps: ReadonlyArray<Step> = talk().map((command) => ({ command }))

/** The host's own transactions, where the storage takes part in them. */
export const hosting = (subject: StorageUnderTest): void => {
  const { capabilities, hosted } = subject
  if (capabilities.transaction === null || hosted === undefined) return
  describe('within', () => {
    test(
      'what is committed inside is there once the host commits, as if it had been committed outside',
      withHost(subject, async (host, other, { reference }) => {
        const results = await inTransaction(host, steps, 'commit')
        expect(results.map(E.isRight)).toEqual([true, true])
        const compared = reference()
        await played(compared, talk())
        await sameThroughout(host.storage, compared, [one.conversation])
        await sameThroughout(other, compared, [one.conversation])
      }),
    )

    test(
      'when the host rolls back nothing was written, and its positions and ids are free again',
      withHost(subject, async (host, other, { reference }) => {
        await inTransaction(host, steps, 'rollback')
        expect(await logOf(host.storage)).toEqual([])
        expect(await value(host.storage.heads)).toEqual([])
        await played(other, talk())
        const compared = reference()
        await played(compared, talk())
        await sameThroughout(host.storage, compared, [one.conversation])
      }),
    )

    test(
      'inside, queries and reads see what was committed inside; outside, nobody does before the host commits',
      withHost(subject, async (host, other) => {
        const look: Step = { query: timeline, viewer }
        const lookOutside: Step = { beside: () => value(other.query(timeline, viewer)) }
        const results = await inTransaction(
          host,
          [look, ...steps, look, { log: { stream: one, after: 0 } }, lookOutside],
          'rollback',
        )
        expect(messagesIn(results[0])).toBe(0)
        expect(messagesIn(results[3])).toBe(2)
        const log = results[4]
        expect(log !== undefined && E.isRight(log) && Array.isArray(log.right) && log.right.length > 1).toBe(
          true,
        )
        const outside = results[5]
        expect(outside !== undefined && E.isRight(outside) ? await outside.right : 'refused').toBeNull()
        expect(await value(other.query(timeline, viewer))).toBeNull()
      }),
    )

    test(
      'a command that is refused inside writes nothing, and the transaction goes on',
      withHost(subject, async (host) => {
        const scene = new Scene('refused')
        scene.post(cast.cora, 'one', 'no', 'she is not in it')
        const refused: ReadonlyArray<Step> = scene.commands.map((command) => ({ command }))
        const results = await inTransaction(host, [...steps, ...refused], 'commit')
        expect(results[2]).toMatchObject({
          _tag: 'Right',
          right: { _tag: 'Left', left: { _tag: 'NotFound' } },
        })
        expect(messagesIn(await host.storage.query(timeline, viewer)())).toBe(2)
      }),
    )

    test(
      'a handle outside any transaction, and what is left of one that ended, are refused by errors',
      withHost(subject, async (host, other) => {
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
      'what was made in one transaction is refused in the next on the same handle, used before or not',
      withHost(subject, async (host) => {
        const refused = E.left({ _tag: 'TransactionRefused', detail: expect.stringMatching(/\w/) })
        for (const isUsed of [false, true]) {
          const insides: Array<Inside> = []
          const answers: Array<unknown> = []
          await host.transaction((handle) => {
            const inside = opened(host.storage.within(handle))
            insides.push(inside)
            return isUsed ? answered(answers, inside.query(timeline, viewer)) : undefined
          })
          const batch = handleCommands(talk().slice(0, 1))
          for (const ask of [
            (inside: Inside) => inside.commit(batch.needs, batch.settle),
            (inside: Inside) => inside.query(timeline, viewer),
          ]) {
            await host.transaction(() => answered(answers, ask(opened(E.right(insides[0])))))
          }
          expect(answers).toEqual([...(isUsed ? [E.right(null)] : []), refused, refused])
        }
        expect(await logOf(host.storage)).toEqual([])
      }),
    )

    test(
      'a fault in the code is thrown inside a transaction, too, which goes on without what was begun',
      withHost(subject, async (host) => {
        const batch = handleCommands(talk().slice(0, 1))
        const thrown: Array<unknown> = []
        await host.transaction((handle) => {
          const inside = opened(host.storage.within(handle))
          const settle = () => {
            throw new RangeError('a fault in the code')
          }
          const fault = (error: unknown) => void thrown.push(error)
          if (inside.mode === 'async') {
            return inside
              .commit(batch.needs, settle)()
              .catch(fault)
              .then(() => inside.commit(batch.needs, batch.settle)())
          }
          try {
            inside.commit(batch.needs, settle)
          } catch (error) {
            fault(error)
          }
          inside.commit(batch.needs, batch.settle)
          return undefined
        })
        expect(thrown).toEqual([expect.any(RangeError)])
        expect(messagesIn(await host.storage.query(timeline, viewer)())).toBe(1)
      }),
    )

    test(
      'the mode is the one declared',
      withHost(subject, async (host) => {
        const modes: Array<unknown> = []
        await host.transaction((handle) => {
          const inside = host.storage.within(handle)
          modes.push(E.isRight(inside) ? inside.right.mode : inside.left)
        })
        expect(modes).toEqual([capabilities.transaction])
      }),
    )

    // A synchronous driver runs nothing else while the host's transaction is open.
    if (capabilities.transaction === 'async') interleaving(subject)
  })
}

const opened = (inside: E.Either<StoreError, Inside | undefined>): Inside => {
  if (E.isLeft(inside) || inside.right === undefined) throw new Error('the transaction was refused')
  return inside.right
}

/** Collects a result, synchronously where the storage is synchronous. */
const answered = (
  answers: Array<unknown>,
  asked: E.Either<StoreError, unknown> | (() => Promise<unknown>),
) => ('_tag' in asked ? void answers.push(asked) : asked().then((answer) => void answers.push(answer)))
