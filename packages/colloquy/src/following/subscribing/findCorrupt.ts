import type { Storage, StreamKey, TenantId } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'

/**
 * The conversation of a corrupt event. The log cannot tell which it is, so every conversation is read up to that
 * position: slow, but rare. Null where none is corrupt.
 */
export const findCorrupt = async (
  storage: Storage,
  tenant: TenantId,
  position: number,
): Promise<StreamKey | null> => {
  let last: StreamKey | null = null
  for (;;) {
    const streams: Awaited<ReturnType<ReturnType<Storage['streams']>>> = await storage.streams(last, 500)()
    if (E.isLeft(streams)) return null
    for (const stream of streams.right) {
      if (stream.tenant === tenant && (await isCorruptAt(storage, stream, position))) return stream
    }
    const end = streams.right.at(-1)
    if (end === undefined) return null
    last = end
  }
}

/** Whether the stream has a corrupt event at that position of the log. */
const isCorruptAt = async (storage: Storage, stream: StreamKey, position: number): Promise<boolean> => {
  for (let after = 0; ; after += 1) {
    const read = await storage.read({ stream, after }, 1)()
    if (E.isLeft(read)) return read.left._tag === 'Corrupt'
    const [event] = read.right
    if (event === undefined || (event.position ?? 0) > position) return false
  }
}
