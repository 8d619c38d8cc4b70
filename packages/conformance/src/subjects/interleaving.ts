import type { Command } from '@colloquy/core/engine'
import { handle as handleCommands } from '@colloquy/core/engine'
import { needsOf } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { acme, cast } from '../driving/Cast.ts'
import { oneByOne, played } from '../driving/drive.ts'
import { failure, value } from '../driving/results.ts'
import { conversation, draft, Scene } from '../driving/Scene.ts'
import { nothing } from '../driving/settledOf.ts'
import { withHost } from '../driving/withHost.ts'
import { messagesIn, one, talk, timeline, viewer } from '../histories/talk.ts'
import type { Hosted, StorageUnderTest } from '../StorageUnderTest.ts'

const { cleo } = cast

/** Concurrent work while a host's transaction is open, and its own concurrent calls. */
export const interleaving = (subject: StorageUnderTest): void => {
  test(
    'calls inside that are made at once come one after the other',
    withHost(subject, async (host) => {
      await played(host.storage, talk())
      const scene = new Scene('at once')
      for (const id of ['a', 'b', 'c']) scene.post(cleo, 'one', id, `text ${id}`)
      const found: Array<unknown> = []
      await host.transaction(async (transaction: unknown) => {
        const inside = host.storage.within(transaction)
        if (E.isLeft(inside) || inside.right.mode !== 'async') throw new Error('the transaction was refused')
        const { commit, query } = inside.right
        const calls = scene.commands.map((command) => {
          const batch = handleCommands([command])
          return commit(batch.needs, batch.settle)()
        })
        found.push(...(await Promise.all([...calls, query(timeline, viewer)()])).map((one) => one._tag))
      })
      expect(found).toEqual(['Right', 'Right', 'Right', 'Right'])
      expect(messagesIn(await host.storage.query(timeline, viewer)())).toBe(5)
    }),
  )

  test(
    'a batch goes through without the conversation that a host’s transaction holds, and one of that conversation alone waits for it',
    withHost(subject, async (host, other) => {
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
            if (seen.length > 0) seen.push([loaded.held(two), loaded.held(one)])
            else seen.push([loaded.held(two)])
            return seen.length === 1 ? { more: [needsOf(one)] } : nothing
          }),
        )
        // A stream needed later is not waited for either: two batches that wait for each other would deadlock.
        expect([seen[0], seen.at(-1)]).toEqual([[false], [false, true]])
        const alone = handleCommands(said('one', 'd'))
        expect(await failure(other.commit(alone.needs, alone.settle))).toBe('Unavailable')
      })
      expect((await oneByOne(other, said('one', 'a'))).map(E.isRight)).toEqual([true])
      const log = await value(other.read({ stream: one, after: 0 }, 100))
      const posted = log.flatMap(({ event }) => (event.type === 'message-posted' ? [event.messageId] : []))
      expect(posted).toEqual(['m1', 'host', 'a'])
    }),
  )

  test(
    'a batch of one conversation that waits for a host’s transaction sees what that wrote, once it ended',
    withHost(subject, async (host, other) => {
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
      const log = await value(other.read({ stream: one, after: 0 }, 100))
      const posted = log.flatMap(({ event }) => (event.type === 'message-posted' ? [event.messageId] : []))
      expect(posted.slice(-2)).toEqual(['host', 'after'])
    }),
  )
}

/** Runs `work` while a host's transaction is open that has written these commands; then that commits. */
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
