import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const idBytes = 16
const seqBits = 0x7fffffff

/**
 * Ids of version 7, each greater than the last one of this process. Random bytes are drawn for 256 ids at a time: one
 * by one they would be the dearest part of a command.
 */
export const sequentialIds = (): (() => string) => {
  const pool = new Uint8Array(256 * idBytes)
  let used = pool.length
  let msecs = 0
  let seq = 0

  const random = (): Uint8Array => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += idBytes
    return pool.subarray(used - idBytes, used)
  }

  return () => {
    const bytes = random()
    const now = Date.now()
    if (now > msecs) {
      msecs = now
      // Half of the range is left to count in, within this millisecond.
      seq = new DataView(bytes.buffer, bytes.byteOffset).getUint32(6) & (seqBits >> 1)
    } else {
      seq += 1
      if (seq > seqBits) {
        seq = 0
        msecs += 1
      }
    }
    return v7({ random: bytes, msecs, seq })
  }
}
