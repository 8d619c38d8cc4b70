import type { Parked, StoreError, TenantId } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../Engine.ts'
import { ConversationError } from '../Reason.ts'
import { releasing } from './parking.ts'
import { pause } from './pause.ts'
import { slotCount } from './slotOf.ts'
import type { ConversationStream, ParkedConversation } from './Subscription.ts'

const orReject = <A>(result: Either<StoreError, A>): A => {
  if (E.isLeft(result)) throw new ConversationError(result.left)
  return result.right
}

/** How far the furthest behind of all parts, wherever they are worked on, is from the end of each log, together. */
export const lagOf =
  (engine: Engine, name: string, isOurs: (tenant: TenantId) => boolean) => async (): Promise<number> => {
    const { storage } = engine
    const heads = orReject(await storage.heads()).filter(({ tenant }) => isOurs(tenant))
    const least = new Map<TenantId, number>(heads.map(({ tenant, head }) => [tenant, head]))
    for (let slot = 0; slot < slotCount; slot += 1) {
      const positions = new Map(
        orReject(await storage.checkpoints.positions(name, slot)()).map(({ tenant, position }) => [
          tenant,
          position,
        ]),
      )
      for (const [tenant, position] of least)
        least.set(tenant, Math.min(position, positions.get(tenant) ?? 0))
    }
    return heads.reduce((lag, { tenant, head }) => lag + head - (least.get(tenant) ?? 0), 0)
  }

export const parkedOf =
  (engine: Engine, name: string) => async (): Promise<ReadonlyArray<ParkedConversation>> =>
    orReject(await engine.storage.checkpoints.parked(name)()).map(
      ({ stream, position, error, attempts }) => ({
        tenant: stream.tenant,
        conversationId: stream.conversation,
        position,
        error,
        attempts,
      }),
    )

/**
 * Marks the conversation as released in the storage, where whichever process has its part finds it, and waits for
 * what becomes of it.
 */
export const releaseOf =
  (engine: Engine, name: string, nudge: () => void, stopped: () => boolean) =>
  async ({ tenant, conversationId }: ConversationStream): Promise<boolean> => {
    const { checkpoints } = engine.storage
    const look = async (): Promise<Parked | undefined> =>
      orReject(await checkpoints.parked(name)()).find(
        ({ stream }) => stream.tenant === tenant && stream.conversation === conversationId,
      )
    const found = await look()
    if (found === undefined) return false
    orReject(await checkpoints.park({ ...found, error: releasing, attempts: 0 })())
    for (let wait = 5; !stopped(); wait = Math.min(wait * 2, 200)) {
      nudge()
      await pause(wait)
      const now = await look()
      if (now === undefined) return true
      if (now.error !== releasing) return false
    }
    return false
  }
