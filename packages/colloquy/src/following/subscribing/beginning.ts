import type { Position, Storage, TenantId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { describe } from '../../engine/Reason.ts'

type Heads = ReadonlyMap<TenantId, number>

/** What the first step of a subscription needs of it. */
type Beginning = {
  readonly checkpoints: Storage['checkpoints']
  readonly name: string
  readonly isOurs: (tenant: TenantId) => boolean
  readonly warn: (detail: string) => void
  readonly stopped: () => boolean
  /** Settled after so many milliseconds, or once it is woken. */
  readonly pause: (milliseconds: number) => Promise<unknown>
}

const [soon, late] = [50, 10_000]

/** Stores where a new name begins, before anything else is done under it. `asked`: null where it was stopped first. */
export const begin = async (beginning: Beginning, asked: Promise<Heads | null>): Promise<void> => {
  const { checkpoints, name, isOurs, warn, stopped, pause } = beginning
  const heads = await asked
  if (heads === null) return
  const places = Array.from(heads, ([tenant, head]) => ({ tenant, position: head as Position })).filter(
    ({ tenant, position }) => isOurs(tenant) && position > 0,
  )
  // Also where it was stopped meanwhile: its place is that of the moment in which it was asked for.
  for (let wait = soon; ; wait = Math.min(wait * 2, late)) {
    const begun = await checkpoints.begin(name, places)()
    if (E.isRight(begun)) return
    warn(describe(begun.left))
    if (stopped()) return
    await pause(wait)
  }
}
