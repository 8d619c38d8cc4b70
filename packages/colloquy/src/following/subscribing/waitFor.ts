import type { ConversationId } from '@colloquy/core/storage'
import { expected } from '@colloquy/core/engine'
import { requireKnown, unavailable } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../../engine/Engine.ts'
import type { Later } from '../../engine/Pending.ts'
import type { Reason } from '../../engine/Reason.ts'
import { openPosition } from '../../committing/Receipt.ts'
import { mustBeWait } from '../../engine/mustBe.ts'
import { pause, elapsed } from '../../engine/timers.ts'
import { slotOf } from '../../engine/slotOf.ts'
import type { Subscription } from './Subscription.ts'

/** What of a receipt tells where in the log it is. Opaque; a customer's receipt does not have it. */
export type Located = { readonly conversationId: string; readonly position: string | null }

/**
 * Resolves once a subscription has handled what a receipt stands for: read your own writes in what its handler keeps.
 * While an event before it is tried again it waits. Rejects with `Unavailable` when the conversation is parked, or
 * after `timeout` milliseconds (default 30,000), and with `InvalidInput` for a receipt without a position.
 *
 * @example continues the README
 * const mirror = chat.subscribe('mirror', () => undefined)
 * const receipt = await desk.post({ conversationId, body: 'done', visibility: 'internal' })
 * await chat.waitFor(receipt, mirror)
 * await mirror.stop()
 */
export type WaitFor = (
  receipt: Located,
  subscription: Pick<Subscription, 'name'>,
  options?: { readonly timeout?: number },
) => Either<Reason, void>

export const waiting =
  (engine: Engine): Later<{ readonly waitFor: WaitFor }>['waitFor'] =>
  async (receipt, subscription, options = {}) => {
    requireKnown<{ readonly timeout?: number }>('waitFor', options, { timeout: true })
    const { timeout = 30_000 } = options
    mustBeWait('waitFor: timeout', timeout)
    const name: unknown = subscription?.name
    if (typeof name !== 'string') throw new TypeError('waitFor: give the subscription, or { name } of one')
    const { checkpoints } = engine.storage
    const place = placeOf(engine, receipt)
    if (E.isLeft(place)) return place
    const { stream, position } = place.right
    const until = elapsed() + timeout
    for (let wait = 1; ; wait = Math.min(wait * 2, 100)) {
      const positions = await checkpoints.positions(name, slotOf(stream))()
      if (E.isLeft(positions)) return positions
      // Read after the checkpoint: an event that it skipped was held before.
      const rows = await checkpoints.held(name, { stream })()
      if (E.isLeft(rows)) return rows
      const at = positions.right.find(({ tenant }) => tenant === stream.tenant)
      const [held] = rows.right
      const waits = held !== undefined && held.position <= position
      if (waits && held.parked) return E.left(unavailable('the subscription has parked this conversation', 0))
      if (!waits && at !== undefined && at.position >= position) return E.right(undefined)
      if (elapsed() >= until) return E.left(unavailable('the subscription has not come so far', 1000))
      await pause(wait)
    }
  }

const placeOf = (engine: Engine, receipt: Located) => {
  const wrong: Either<Reason, never> = E.left(expected('receipt', 'a receipt of this log, with its position'))
  if (typeof receipt?.position !== 'string' || typeof receipt.conversationId !== 'string') return wrong
  const place = openPosition(engine.seal, receipt.position)
  if (place === null) return wrong
  const conversation = receipt.conversationId as ConversationId
  return E.right({ stream: { tenant: place.tenant, conversation }, position: place.position })
}
