import type { Parked, Position, StreamKey } from '@colloquy/core'
import { streamKey } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Engine } from '../Engine.ts'
import type { Tries } from './handling.ts'
import { handleEvent } from './handling.ts'
import type { Handler } from './Subscription.ts'

/** What `error` says of a parked conversation that somebody released: whoever has its part gives it again. */
export const releasing = 'released'

/** The conversations of a subscription that are set aside. */
export type Parking = {
  /** Reads them anew; false when out of reach. */
  readonly load: () => Promise<boolean>
  /** Whether an event waits because of an earlier one that failed. */
  readonly waits: (stream: StreamKey, position: number) => boolean
  readonly park: (stream: StreamKey, position: number, error: string, attempts: number) => Promise<boolean>
  readonly any: () => boolean
  readonly released: () => ReadonlyArray<Parked>
  /** Gives the events of a released conversation up to a position again; true once it is no longer parked. */
  readonly replay: (parked: Parked, upTo: number, handler: Handler, tries: Tries) => Promise<boolean>
}

const page = 256

export const parking = (engine: Engine, name: string): Parking => {
  const { storage, log } = engine
  const set = new Map<string, Parked>()

  const park: Parking['park'] = async (stream, position, error, attempts) => {
    const parked: Parked = { name, stream, position: position as Position, error, attempts }
    const stored = await storage.checkpoints.park(parked)()
    if (E.isLeft(stored)) return false
    set.set(streamKey(stream), parked)
    const where = `${stream.tenant} ${stream.conversation} at ${position}`
    log({ level: 'error', what: `subscription ${name} parked a conversation`, detail: `${where}: ${error}` })
    return true
  }

  return {
    load: async () => {
      const stored = await storage.checkpoints.parked(name)()
      if (E.isLeft(stored)) return false
      set.clear()
      for (const parked of stored.right) set.set(streamKey(parked.stream), parked)
      return true
    },
    waits: (stream, position) =>
      position >= (set.get(streamKey(stream))?.position ?? Number.POSITIVE_INFINITY),
    park,
    any: () => set.size > 0,
    released: () => [...set.values()].filter(({ error }) => error === releasing),
    replay: async ({ stream, position }, upTo, handler, tries) => {
      for (let skip = 0; ; skip += page) {
        const read = await storage.read({ stream, after: skip }, page)()
        if (E.isLeft(read)) {
          if (read.left._tag === 'Corrupt') await park(stream, position, read.left._tag, tries.attempts)
          return false
        }
        for (const event of read.right) {
          if (event.position === null || event.position < position || event.position > upTo) continue
          const outcome = await handleEvent(handler, event, tries)
          if (outcome === 'stopped') return false
          if (outcome !== 'handled') {
            await park(stream, event.position, outcome.failed, tries.attempts)
            return false
          }
        }
        if (read.right.length < page) break
      }
      const freed = await storage.checkpoints.unpark(name, stream)()
      if (E.isRight(freed)) set.delete(streamKey(stream))
      return E.isRight(freed)
    },
  }
}
