import type { Asking, Shape, Shown } from '@colloquy/core/engine'
import type { ConversationId, Position, TenantId, Viewer } from '@colloquy/core/storage'
import type { CustomerShown, StaffShown } from '@colloquy/core'
import {
  askingOf,
  customerShape,
  invalidCursor,
  notFound,
  openPlace,
  sealPlace,
  staffShape,
  watchInput,
} from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { WhoActs, Engine } from '../../engine/Engine.ts'
import { closed, ConversationError, valueOf } from '../../engine/Reason.ts'
import type { Frame, Frames, Watch } from './Frame.ts'
import { glance as glanceOf } from './Glance.ts'
import { showing } from './showing.ts'
import { holder } from '../../engine/keepAlive.ts'
import type { Tail } from '../Tail.ts'

/** The watches of both sides, each in its side's own types. */
export type Watching = {
  readonly staff: (acting: WhoActs) => Watch<StaffShown>
  readonly customer: (acting: WhoActs) => Watch<CustomerShown>
}

/** Where a watch begins. `setBack`: the log ends before the place that was given. */
type Beginning = {
  readonly tenant: TenantId
  readonly only: ConversationId | null
  readonly position: number
  readonly token: string
  readonly setBack: boolean
}

/**
 * Tells a viewer what happens, as far as they may see it, for as long as they listen. What is sent is decided for each
 * event when the viewer takes it: nothing waits in a buffer, and who is slow falls behind until there is a `reset`.
 * `next` rejects with `NotFound` where the conversation asked for is not theirs to see, `InvalidCursor` for a token of
 * somebody else's or of another conversation, `InvalidInput` for options of another shape, and with a storage's error
 * when it stays out of reach: resume with the last token.
 */
export const watching = (engine: Engine, tail: Tail): Watching => {
  const glance = glanceOf(engine, tail)

  const watch =
    <S extends Shown>(acting: WhoActs, shapeOf: (asking: Asking) => Shape<S>): Watch<S> =>
    (options) => {
      const first = acting()
      // From here on nothing is missed, however late the first frame is asked for.
      const mark = E.isLeft(first) ? Promise.resolve(0) : tail.mark(first.right.actor.tenant)
      let last = ''
      let stopped = false
      let wake = (): void => undefined

      const asking = (): Asking => {
        const { seal, limits, recordTypes } = engine
        return askingOf({ ...valueOf(acting()), seal, limits, recordTypes, lasting: true })
      }

      const begin = async (): Promise<Beginning> => {
        if (tail.closed()) throw new ConversationError(closed)
        const now = asking()
        const { viewer } = now
        const { tenant } = viewer
        const { conversationId: only, from } = valueOf(watchInput(now, options))
        if (only !== null && !(await maySee(only, viewer))) throw new ConversationError(notFound)
        if (from === null) {
          const position = await mark
          last = tokenAt(viewer, only, position)
          return { tenant, only, position, token: last, setBack: false }
        }
        const position = openPlace(engine.seal, viewer, only, from)
        if (position === null) throw new ConversationError(invalidCursor)
        last = from
        const end = (await mark) < position ? await glance.query({ _tag: 'Head' }, viewer, null) : position
        return { tenant, only, position: Math.min(position, end), token: from, setBack: end < position }
      }

      const maySee = async (id: ConversationId, viewer: Viewer): Promise<boolean> =>
        (await glance.query({ _tag: 'Conversations', ids: [id] }, viewer, null)).length > 0

      const tokenAt = (viewer: Viewer, conversation: ConversationId | null, position: number): string =>
        sealPlace(engine.seal, viewer, { position: position as Position, conversation })

      async function* frames(): AsyncGenerator<Frame<S>, undefined, undefined> {
        const { tenant, only, token, setBack, ...begun } = await starting
        let { position } = begun
        const tokenHere = (): string => (last = tokenAt(asking().viewer, only, position))
        yield { type: 'started', token }
        if (setBack) yield { type: 'reset', token: tokenHere() }
        while (!stopped && !tail.closed()) {
          const next = await tail.after(tenant, position)
          if (E.isLeft(next)) throw new ConversationError(next.left)
          if (next.right === null) {
            position = tail.head(tenant)
            yield { type: 'reset', token: tokenHere() }
            continue
          }
          const { events, upTo } = next.right
          if (upTo === position) {
            // It ended while we looked: nobody would wake us.
            if (stopped) return
            await tail.passed(tenant, position, (resolve) => {
              wake = resolve
            })
            continue
          }
          for (const event of events) {
            if (stopped) return
            const now = asking()
            const shown = await showing(event, only, now, shapeOf(now), glance)
            for (const [at, { ends, ...frame }] of shown.entries()) {
              // The tail moves on while a slow consumer thinks: what it still holds here is at most one page old. Of
              // what an event comes to, only the last frame lies behind it.
              if (at === shown.length - 1) position = event.position ?? position
              // Each kind of frame gets the one field it lacked.
              yield { ...frame, token: tokenHere() } as Frame<S>
              if (ends) return
            }
            position = event.position ?? position
          }
          position = upTo
        }
      }

      const starting = begin()
      // Who asks for a frame hears of it; nobody else has to.
      starting.catch(() => undefined)
      const running = frames()
      const holding = holder()
      const iterator: Frames<S> = {
        get token() {
          return holding.during(starting.then(() => last))
        },
        next: () => holding.during(running.next()),
        unref: () => holding.unref(),
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
