import type { StreamKey } from '@colloquy/core/storage'
import { slotCount, streamKey } from '@colloquy/core/storage'

/** The slot (partition) of a stream. It must never change: checkpoints are stored by slot. */
export const slotOf = (stream: StreamKey): number => hashOf(stream) % slotCount

/** 16-bit hash of a stream's key: FNV-1a over its UTF-8. */
export const hashOf = (stream: StreamKey): number => {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(streamKey(stream), 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193)
  // The low bits of short keys vary little: fold the high bits in.
  return (hash >>> 16) ^ (hash & 0xffff)
}
