import type { StreamKey } from '@colloquy/core/storage'
import { slotCount, streamKey } from '@colloquy/core/storage'

/** The slot of a stream: the same in every process and version, for good. */
export const slotOf = (stream: StreamKey): number => hashOf(stream) % slotCount

/** 16 bits by which streams are spread evenly: FNV-1a over the key in UTF-8. */
export const hashOf = (stream: StreamKey): number => {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(streamKey(stream), 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193)
  // The low bits of short keys are alike: fold the high ones in.
  return (hash >>> 16) ^ (hash & 0xffff)
}
