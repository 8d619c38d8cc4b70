import type { Position, Storage, TenantId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import { describe } from '../../engine/Reason.ts'

type Heads = ReadonlyMap<TenantId, number>

/** What storing the first checkpoints needs of a subscription. */
type Beginning = {
  readonly checkpoints: Storage['checkpoints']
  readonly name: string
  readonly isOurs: (tenant: TenantId) => boolean
  readonly warn: (detail: string) => void
  readonly stopped: () => boolean
  /** Resolves after so many milliseconds, or when the worker is woken. */
  readonly pause: (milliseconds: number) => Promise<unknown>
}

const [soon, late] = [50, 10_000]

/** Stores the first checkpoints of a new name, before any event is handled. `asked`: null where it was stopped first. */
export const begin = async (beginning: Beginning, asked: Promise<Heads | null>): Promise<void> => {
  const { checkpoints, name, isOurs, warn, stopped, pause } = beginning
  const heads = await asked
  if (heads === null) return
  const places = Array.from(heads, ([tenant, head]) => ({ tenant, position: head as Position })).filter(
    ({ tenant, position }) => isOurs(tenant) && position > 0,
  )
  // Also where it was stopped meanwhile: `from: 'now'` means the moment of `subscribe`.
  for (let wait = soon; ; wait = Math.min(wait * 2, late)) {
    const begun = await checkpoints.begin(name, places)()
    if (E.isRight(begun)) return
    warn(describe(begun.left))
    if (stopped()) return
    await pause(wait)
  }
}
