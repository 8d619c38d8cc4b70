import type { Checkpoints, Position, Time } from '@colloquy/core/storage'
import { value } from './results.ts'

/** The subscription of most tests. */
export const name = 'mailer'
export const claim = (checkpoints: Checkpoints, owner: string, now: number, limit = 64, of = name) =>
  value(checkpoints.claim({ name: of, owner, now: now as Time, lease: 100, limit }))
export const slotsOf = (slots: ReadonlyArray<{ readonly slot: number }>) => slots.map(({ slot }) => slot)
export const all = Array.from({ length: 64 }, (_, at) => at)
export const at = (position: number) => position as Position
