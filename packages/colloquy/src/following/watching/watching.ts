import type { QueryContext, Shape, Shown } from '@colloquy/core/engine'
import type { ConversationId, Position, TenantId, Viewer } from '@colloquy/core/storage'
import type { CustomerShown, StaffShown } from '@colloquy/core'
import {
  queryContextOf,
  customerShape,
  invalidCursor,
  notFound,
  openPlace,
  sealPlace,
  staffShape,
  watchInput,
} from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Engine, WhoActs } from '../../engine/Engine.ts'
import type { Reason } from '../../engine/Reason.ts'
import { closed } from '../../engine/Reason.ts'
import type { EitherFrames, EitherWatch, Frame } from './Frame.ts'
import { sharedQueries } from './SharedQueries.ts'
import type { Unsealed } from './showing.ts'
import { showing } from './showing.ts'
import { holder } from '../../engine/keepAlive.ts'
import type { Tail } from '../Tail.ts'

/** The watches of both sides, each in its side's own types. */
export type Watching = {
  readonly staff: (acting: WhoActs) => EitherWatch<StaffShown>
  readonly customer: (acting: WhoActs) => EitherWatch<CustomerShown>
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
 * Streams to a viewer what happens and they may see. Each event is authorized and rendered when the consumer pulls its
 * frame: nothing is buffered, and a consumer that falls too far behind gets a `reset`.
 * `next` answers `NotFound` where the conversation asked for is not theirs to see, `InvalidCursor` for a token of
 * somebody else's or of another conversation, `InvalidInput` for options of another shape, and a storage's error
 * when it stays out of reach: resume with the last token.
 */
export const watching = (engine: Engine, tail: Tail): Watching => {
  const queries = sharedQueries(engine, tail)

  const tokenAt = (viewer: Viewer, conversation: ConversationId | null, position: number): string =>
    sealPlace(engine.seal, viewer, { position: position as Position, conversation })

  const watch =
    <S extends Shown>(acting: WhoActs, shapeOf: (asking: QueryContext) => Shape<S>): EitherWatch<S> =>
    (options) => {
      const first = acting()
      // From here on no event is missed, however late the first frame is pulled.
      const mark = E.isLeft(first) ? Promise.resolve(0) : tail.mark(first.right.actor.tenant)
      let last = ''
      let stopped = false
      let wake = (): void => undefined

      const asking = (): Either<Reason, QueryContext> => {
        const { seal, limits, recordTypes } = engine
        return pipe(
          acting(),
          E.map((now) => queryContextOf({ ...now, seal, limits, recordTypes, lasting: true })),
        )
      }

      const begin = async (): Promise<Either<Reason, Beginning>> => {
        if (tail.closed()) return E.left(closed)
        const now = asking()
        if (E.isLeft(now)) return now
        const { viewer } = now.right
        const { tenant } = viewer
        const input = watchInput(now.right, options)
        if (E.isLeft(input)) return input
        const { conversationId: only, from } = input.right
        if (only !== null) {
          const seen = await queries.query({ _tag: 'Conversations', ids: [only] }, viewer, null)
          if (E.isLeft(seen)) return seen
          if (seen.right.length === 0) return E.left(notFound)
        }
        if (from === null) {
          const position = await mark
          last = tokenAt(viewer, only, position)
          return E.right({ tenant, only, position, token: last, setBack: false })
        }
        const position = openPlace(engine.seal, viewer, only, from)
        if (position === null) return E.left(invalidCursor)
        last = from
        if ((await mark) >= position) return E.right({ tenant, only, position, token: from, setBack: false })
        const end = await queries.query({ _tag: 'Head' }, viewer, null)
        if (E.isLeft(end)) return end
        const setBack = end.right < position
        return E.right({ tenant, only, position: Math.min(position, end.right), token: from, setBack })
      }

      /** A reason is the last. */
      async function* frames(): AsyncGenerator<Either<Reason, Frame<S>>, undefined, undefined> {
        const begun = await starting
        if (E.isLeft(begun)) return yield begun
        const { tenant, only, token, setBack } = begun.right
        let { position } = begun.right
        /** Adds the token of the place after it to a frame; the actor's rights may be gone meanwhile. */
        const sealed = (frame: Unsealed<Frame<S>>): Either<Reason, Frame<S>> =>
          pipe(
            asking(),
            E.map(({ viewer }) => {
              last = tokenAt(viewer, only, position)
              return { ...frame, token: last }
            }),
          )
        yield E.right({ type: 'started', token })
        let isReset = setBack
        while (!stopped && !tail.closed()) {
          if (isReset) {
            const reset = sealed({ type: 'reset' })
            yield reset
            if (E.isLeft(reset)) return
            isReset = false
          }
          const next = await tail.after(tenant, position)
          if (E.isLeft(next)) return yield next
          if (next.right === null) {
            position = tail.head(tenant)
            isReset = true
            continue
          }
          const { events, upTo } = next.right
          if (upTo === position) {
            // It was stopped during the read: no wake-up would come.
            if (stopped) return
            await tail.passed(tenant, position, (resolve) => {
              wake = resolve
            })
            continue
          }
          for (const event of events) {
            if (stopped) return
            const now = asking()
            if (E.isLeft(now)) return yield now
            const shown = await showing(event, only, now.right, shapeOf(now.right), queries)
            if (E.isLeft(shown)) return yield shown
            for (const [at, { ends, ...frame }] of shown.right.entries()) {
              // The tail moves on while a slow consumer thinks: what it still holds here is at most one page old. Of
              // what an event comes to, only the last frame lies behind it.
              if (at === shown.right.length - 1) position = event.position ?? position
              const told = sealed(frame)
              yield told
              if (ends || E.isLeft(told)) return
            }
            position = event.position ?? position
          }
          position = upTo
        }
      }

      const starting = begin()
      // A programmer's error rejects `next`; it is no unhandled rejection before that.
      starting.catch(() => undefined)
      const running = frames()
      const holding = holder()
      const iterator: EitherFrames<S> = {
        token: () => holding.during(starting.then((begun) => (E.isLeft(begun) ? begun : E.right(last)))),
        next: () => holding.during(running.next()),
        unref: () => holding.unref(),
        // A generator that is suspended in an await cannot return: wake it first.
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
