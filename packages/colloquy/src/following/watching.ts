import type {
  Asking,
  ConversationId,
  CustomerShown,
  Recorded,
  Rejection,
  Shape,
  Shown,
  StaffShown,
} from '@colloquy/core'
import { askingOf, customerShape, invalidCursor, notFound, staffShape } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Acting } from '../Acting.ts'
import type { Engine } from '../Engine.ts'
import { ConversationError } from '../Reason.ts'
import type { Frame, Frames, Watch, WatchOptions } from './Frame.ts'
import { glance as glanceOf } from './Glance.ts'
import { showing } from './showing.ts'
import type { Tail } from './Tail.ts'

/** Who watches, by the rules of the moment. */
type WhoActs = () => Either<Rejection, Acting>

/** The watches of both sides, each in its side's own types. */
export type Watching = {
  readonly staff: (acting: WhoActs) => Watch<StaffShown>
  readonly customer: (acting: WhoActs) => Watch<CustomerShown>
}

/**
 * Tells a viewer what happens, as far as they may see it, for as long as they listen. What is sent is decided for each
 * event when the viewer takes it: nothing waits in a buffer, and who is slow falls behind until there is a `reset`.
 * `next` rejects with `NotFound` where the conversation asked for is not theirs to see, `InvalidCursor` for a token of
 * somebody else's, and with a storage's error when it stays out of reach: resume with the last token.
 */
export const watching = (engine: Engine, tail: Tail): Watching => {
  const glance = glanceOf(engine, tail)

  const watch =
    <S extends Shown>(acting: WhoActs, shapeOf: (asking: Asking) => Shape<S>): Watch<S> =>
    (options = {}) => {
      const first = acting()
      // From here on nothing is missed, however late the first frame is asked for.
      const mark = E.isLeft(first) ? Promise.resolve(0) : tail.mark(first.right.actor.tenant)
      const only = options.conversationId ?? null
      let stopped = false
      let wake = (): void => undefined

      const asking = (): Asking => {
        const now = acting()
        if (E.isLeft(now)) throw new ConversationError(now.left)
        const { seal, limits, recordTypes } = engine
        return askingOf({ ...now.right, seal, limits, recordTypes })
      }

      /** Bears nothing that two watchers, or the same one later, could compare. */
      const tokenAt = (binding: string, position: number): string =>
        engine.seal.close('watch', [binding, digits(position, 16), digits(engine.newId(), 40)])

      const begin = async ({ from }: WatchOptions) => {
        const { actor } = asking()
        const { tenant } = actor
        const binding = engine.hash(['watch', tenant, actor.kind, actor.id, only])
        if (only !== null && !(await mayWatch(only))) throw new ConversationError(notFound)
        if (from === undefined) return { tenant, binding, from: await mark }
        const [bound, position] = (typeof from === 'string' ? engine.seal.open('watch', from) : null) ?? []
        if (bound !== binding || typeof position !== 'string') throw new ConversationError(invalidCursor)
        return { tenant, binding, from: Number(position) }
      }

      const mayWatch = async (id: string): Promise<boolean> => {
        if (typeof id !== 'string' || id === '' || Buffer.byteLength(id) > engine.limits.id) return false
        const ids = [id as ConversationId]
        return (await glance.query({ _tag: 'Conversations', ids }, asking().viewer, null)).length > 0
      }

      const show = (event: Recorded) => {
        if (only !== null && event.conversation !== only) return null
        const now = asking()
        return showing(event, now, shapeOf(now), glance)
      }

      async function* frames(): AsyncGenerator<Frame<S>, undefined, undefined> {
        const { tenant, binding, from } = await starting
        let position = from
        while (!stopped && !tail.closed()) {
          const next = await tail.after(tenant, position)
          if (E.isLeft(next)) throw new ConversationError(next.left)
          if (next.right === null) {
            position = tail.head(tenant)
            yield { type: 'reset', token: tokenAt(binding, position) }
            continue
          }
          const { events, upTo } = next.right
          if (upTo === position) {
            await tail.passed(tenant, position, (resolve) => {
              wake = resolve
            })
            continue
          }
          for (const event of events) {
            if (stopped) return
            // The tail moves on while a slow consumer thinks: what it still holds here is at most one page old.
            position = event.position ?? position
            const shown = await show(event)
            if (shown === null) continue
            const { ends, ...frame } = shown
            // Each kind of frame gets the one field it lacked.
            yield { ...frame, token: tokenAt(binding, position) } as Frame<S>
            if (ends || (only !== null && frame.type === 'access-ended')) return
          }
          position = upTo
        }
      }

      const starting = begin(options)
      // Who asks for a frame hears of it; nobody else has to.
      starting.catch(() => undefined)
      const running = frames()
      const iterator: Frames<S> = {
        next: () => running.next(),
        // A generator that waits would not hear of it: wake it first.
        return: () => {
          stopped = true
          wake()
          return running.return(undefined)
        },
        [Symbol.asyncIterator]: () => iterator,
      }
      return iterator
    }

  return {
    staff: (acting) => watch(acting, staffShape),
    customer: (acting) => watch(acting, customerShape),
  }
}

/** Of one length, whatever it is. */
const digits = (value: number | string, length: number): string =>
  String(value).slice(0, length).padStart(length, '0')
