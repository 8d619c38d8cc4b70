import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const idBytes = 16

/**
 * Ids of version 7: in the order of time to the millisecond, and in none within one. A counter there would tell whoever
 * gets two of them how many were made in between, for notes and for other tenants too. Random bytes are drawn for 256
 * ids at a time: one by one they would be the dearest part of a command.
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
