import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const idBytes = 16

/**
 * UUIDs of version 7, ordered by time to the millisecond and random within it. A counter within the millisecond would
 * tell the holder of two ids how many were made between them, for notes and other tenants, too. Random bytes are drawn
 * for 256 ids at a time: one by one they would be the most expensive part of a command.
 */
export const timedIds = (): (() => string) => {
  const pool = new Uint8Array(256 * idBytes)
  let used = pool.length

  const random = (): Uint8Array => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += idBytes
    return pool.subarray(used - idBytes, used)
  }

  return () => v7({ random: random(), msecs: Date.now() })
}
