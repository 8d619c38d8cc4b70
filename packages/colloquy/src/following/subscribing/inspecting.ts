import type { ConversationId, Position, StreamKey, TenantId, StoreError } from '@colloquy/core/storage'
import { requireKnown, unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../../engine/Engine.ts'
import { mustBe, mustBeWait } from '../../engine/mustBe.ts'
import { elapsed, pause } from '../../engine/timers.ts'
import type { BareSubscription, ReleaseOptions } from './Subscription.ts'

type IsOurs = (tenant: TenantId) => boolean
type Calls = BareSubscription['calls']

/**
 * The number of unhandled events: from the oldest checkpoint of all slots to the head of each log, and those before it
 * that wait in held conversations. Checkpoints are read first: an event skipped meanwhile was held before.
 */
export const lagOf =
  (engine: Engine, name: string, isOurs: IsOurs) => async (): Promise<Either<StoreError, number>> => {
    const { heads, checkpoints } = engine.storage
    const ends = await heads()
    if (E.isLeft(ends)) return ends
    const behind = await checkpoints.behind(name)()
    if (E.isLeft(behind)) return behind
    const held = await checkpoints.held(name, 'all')()
    if (E.isLeft(held)) return held
    const least = new Map(behind.right.map(({ tenant, position }) => [tenant, position]))
    const holding = new Set(held.right.map(({ stream }) => stream.tenant))
    let lag = 0
    for (const { tenant, head } of ends.right) {
      if (!isOurs(tenant)) continue
      const upTo = Math.min(head, least.get(tenant) ?? 0)
      lag += head - upTo
      if (!holding.has(tenant)) continue
      const waiting = await checkpoints.waiting(name, tenant, upTo as Position)()
      if (E.isLeft(waiting)) return waiting
      lag += waiting.right
    }
    return E.right(lag)
  }

export const countsOf =
  (engine: Engine, name: string, isOurs: IsOurs): Calls['counts'] =>
  async () => {
    const lag = await lagOf(engine, name, isOurs)()
    if (E.isLeft(lag)) return lag
    const held = await engine.storage.checkpoints.held(name, 'all')()
    if (E.isLeft(held)) return held
    const failing = held.right.filter(({ stream, attempts }) => attempts > 0 && isOurs(stream.tenant))
    const parked = failing.filter((each) => each.parked).length
    const since = failing.reduce((least, each) => Math.min(least, each.since), Number.POSITIVE_INFINITY)
    const failingSince = failing.length === 0 ? null : new Date(since).toISOString()
    return E.right({ lag: lag.right, retrying: failing.length - parked, parked, failingSince })
  }

export const parkedOf =
  (engine: Engine, name: string, isOurs: IsOurs): Calls['parked'] =>
  async () => {
    const held = await engine.storage.checkpoints.held(name, 'all')()
    if (E.isLeft(held)) return held
    const parked = held.right.filter((each) => each.parked && isOurs(each.stream.tenant))
    return E.right(
      parked.map(({ stream, position, error, attempts, since, due }) => ({
        tenant: stream.tenant,
        conversationId: stream.conversation,
        position,
        error,
        attempts,
        since: new Date(since).toISOString(),
        next: due === null ? null : new Date(due).toISOString(),
      })),
    )
  }

const isStream = (given: unknown): boolean =>
  typeof given === 'object' &&
  given !== null &&
  ['tenant', 'conversationId'].every((name) => typeof Reflect.get(given, name) === 'string')

/** Makes a held conversation due at once, whichever process owns its slot, and polls for the result. */
export const releaseOf =
  (engine: Engine, name: string, nudge: () => void): Calls['release'] =>
  async (given, options = {}) => {
    mustBe('release: stream', given, isStream(given), 'a conversation, as { tenant, conversationId }')
    requireKnown<ReleaseOptions>('release', options, { timeout: true })
    const { timeout = 30_000 } = options
    mustBeWait('release: timeout', timeout)
    const { checkpoints } = engine.storage
    const stream: StreamKey = {
      tenant: given.tenant as TenantId,
      conversation: given.conversationId as ConversationId,
    }
    const look = checkpoints.held(name, { stream })
    const before = await look()
    if (E.isLeft(before)) return before
    const [found] = before.right
    if (found === undefined) return E.right(false)
    const hurried = await checkpoints.hurry(name, stream)()
    if (E.isLeft(hurried) || !hurried.right) return hurried
    const until = elapsed() + timeout
    for (let wait = 5; elapsed() < until; wait = Math.min(wait * 2, 200)) {
      nudge()
      await pause(wait)
      const now = await look()
      if (E.isLeft(now)) return now
      const [row] = now.right
      if (row === undefined) return E.right(true)
      if (row.attempts !== found.attempts || row.position !== found.position) return E.right(false)
    }
    const why = 'no process tried it: none works on this subscription, or all are at work'
    return E.left(unavailable(why, 1000))
  }
