import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { ConversationId, Position } from '../../src/conversation/Ids.ts'
import { memory } from '../../src/memory/memory.ts'
import type { Checkpoints, Slot } from '../../src/ports/Checkpoints.ts'
import { conversation, tenant, time } from '../projections/fixtures.ts'

const right = async <A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const claim = (
  checkpoints: Checkpoints,
  owner: string,
  now: number,
  limit: number,
): Promise<ReadonlyArray<Slot>> =>
  right(checkpoints.claim({ name: 'mail', owner, now: time(now), lease: 10, limit }))

const at = (n: number) => n as Position

describe('checkpoints', () => {
  test('slots are shared, kept by renewing, and taken over once their lease has run out', async () => {
    const { checkpoints } = memory()
    expect((await claim(checkpoints, 'a', 0, 40)).length).toBe(40)
    expect((await claim(checkpoints, 'b', 5, 64)).length).toBe(24)
    expect((await claim(checkpoints, 'a', 9, 0)).length).toBe(40)
    expect((await claim(checkpoints, 'b', 15, 64)).length).toBe(24)
    const taken = await claim(checkpoints, 'b', 19, 64)
    expect(taken.length).toBe(64)
    expect(taken[0]?.epoch).toBe(2)
  })

  test('positions move forward only, and not for who was taken over', async () => {
    const { checkpoints } = memory()
    const old = await claim(checkpoints, 'a', 0, 2)
    expect(await right(checkpoints.advance('mail', tenant, old, at(5)))).toBe(true)
    expect(await right(checkpoints.advance('mail', tenant, old, at(3)))).toBe(true)
    expect(await right(checkpoints.positions('mail', 0))).toEqual([{ tenant, position: 5 }])
    const fresh = await claim(checkpoints, 'b', 10, 1)
    expect(await right(checkpoints.advance('mail', tenant, old, at(9)))).toBe(false)
    expect(await right(checkpoints.positions('mail', 1))).toEqual([{ tenant, position: 5 }])
    expect(await right(checkpoints.advance('mail', tenant, fresh, at(9)))).toBe(true)
    expect(await right(checkpoints.positions('mail', 0))).toEqual([{ tenant, position: 9 }])
  })

  test('what is given back is free at once, for whom it has a new epoch', async () => {
    const { checkpoints } = memory()
    const old = await claim(checkpoints, 'a', 0, 64)
    await right(checkpoints.release('mail', 'a'))
    expect((await claim(checkpoints, 'b', 1, 64)).length).toBe(64)
    expect(await right(checkpoints.advance('mail', tenant, old, at(1)))).toBe(false)
  })

  test('a stream is held once, and other subscriptions know nothing of it', async () => {
    const { checkpoints } = memory()
    const [slot = { slot: 0, epoch: 0 }] = await claim(checkpoints, 'a', 0, 1)
    const stream = { tenant, conversation }
    const held = {
      name: 'mail',
      stream,
      position: at(3),
      error: 'Unavailable',
      attempts: 1,
      since: time(0),
      due: time(1),
      waited: 1,
      parked: false,
    }
    await right(checkpoints.hold(held, slot))
    await right(checkpoints.hold({ ...held, attempts: 2 }, slot))
    expect(await right(checkpoints.held('mail', 'all'))).toEqual([{ ...held, attempts: 2 }])
    expect(await right(checkpoints.held('sms', 'all'))).toEqual([])
    const other = { tenant, conversation: 'c2' as ConversationId }
    await right(checkpoints.letGo({ ...held, stream: other }, slot))
    await right(checkpoints.letGo(held, slot))
    expect(await right(checkpoints.held('mail', 'all'))).toEqual([])
  })
})
