import type { ConversationId, Held, Position, StreamKey, TenantId } from '@colloquy/core/storage'
import { requireKnown, unavailable } from '@colloquy/core/storage'
import type { Engine } from '../../engine/Engine.ts'
import { ConversationError, valueOf } from '../../engine/Reason.ts'
import { mustBe, mustBeWait } from '../../engine/mustBe.ts'
import { pause, elapsed } from '../../engine/timers.ts'
import type { ReleaseOptions, Subscription, SubscriptionCounts } from './Subscription.ts'

type IsOurs = (tenant: TenantId) => boolean

/**
 * How far the furthest behind of all parts, wherever they are worked on, is from the end of each log, together, and how
 * many events before that wait in conversations that are held. The parts are read first: an event that is passed over
 * meanwhile was held before.
 */
export const lagOf = (engine: Engine, name: string, isOurs: IsOurs) => async (): Promise<number> => {
  const { storage } = engine
  const heads = valueOf(await storage.heads()).filter(({ tenant }) => isOurs(tenant))
  const behind = valueOf(await storage.checkpoints.behind(name)())
  const least = new Map(behind.map(({ tenant, position }) => [tenant, position]))
  const held = valueOf(await storage.checkpoints.held(name, 'all')())
  const holding = new Set(held.map(({ stream }) => stream.tenant))
  let lag = 0
  for (const { tenant, head } of heads) {
    const upTo = Math.min(head, least.get(tenant) ?? 0)
    lag += head - upTo
    if (holding.has(tenant))
      lag += valueOf(await storage.checkpoints.waiting(name, tenant, upTo as Position)())
  }
  return lag
}

export const countsOf =
  (engine: Engine, name: string, isOurs: IsOurs) => async (): Promise<SubscriptionCounts> => {
    const lag = await lagOf(engine, name, isOurs)()
    const held = valueOf(await engine.storage.checkpoints.held(name, 'all')())
    const failing = held.filter(({ stream, attempts }) => attempts > 0 && isOurs(stream.tenant))
    const parked = failing.filter((each) => each.parked).length
    const since = failing.reduce((least, each) => Math.min(least, each.since), Number.POSITIVE_INFINITY)
    const failingSince = failing.length === 0 ? null : new Date(since).toISOString()
    return { lag, retrying: failing.length - parked, parked, failingSince }
  }

export const parkedOf =
  (engine: Engine, name: string, isOurs: IsOurs): Subscription['parked'] =>
  async () =>
    valueOf(await engine.storage.checkpoints.held(name, 'all')())
      .filter(({ parked, stream }) => parked && isOurs(stream.tenant))
      .map(({ stream, position, error, attempts, since, due }) => ({
        tenant: stream.tenant,
        conversationId: stream.conversation,
        position,
        error,
        attempts,
        since: new Date(since).toISOString(),
        next: due === null ? null : new Date(due).toISOString(),
      }))

const isStream = (given: unknown): boolean =>
  typeof given === 'object' &&
  given !== null &&
  ['tenant', 'conversationId'].every((name) => typeof Reflect.get(given, name) === 'string')

/** Makes the conversation due at once, wherever its part is worked on, and waits for what becomes of it. */
export const releaseOf =
  (engine: Engine, name: string, nudge: () => void): Subscription['release'] =>
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
    const look = async (): Promise<Held | undefined> => valueOf(await checkpoints.held(name, { stream })())[0]
    const found = await look()
    if (found === undefined || !valueOf(await checkpoints.hurry(name, stream)())) return false
    const until = elapsed() + timeout
    for (let wait = 5; elapsed() < until; wait = Math.min(wait * 2, 200)) {
      nudge()
      await pause(wait)
      const now = await look()
      if (now === undefined) return true
      if (now.attempts !== found.attempts || now.position !== found.position) return false
    }
    throw new ConversationError(
      unavailable('no process tried it: none works on this subscription, or all are at work', 1000),
    )
  }
