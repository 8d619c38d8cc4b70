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
import type { Acting, Engine, WhoActs } from '../../engine/Engine.ts'
import type { Reason } from '../../engine/Reason.ts'
import { closed } from '../../engine/Reason.ts'
import type { BareFrames, BareWatch, Frame } from './Frame.ts'
import { sharedQueries } from './SharedQueries.ts'
import { showing } from './showing.ts'
import { holder } from '../../engine/keepAlive.ts'
import type { Tail } from '../Tail.ts'

/** The watches of both sides, each in its side's own types. */
export type Watching = {
  readonly staff: (acting: WhoActs) => BareWatch<StaffShown>
  readonly customer: (acting: WhoActs) => BareWatch<CustomerShown>
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
    <S extends Shown>(acting: WhoActs, shapeOf: (asking: QueryContext) => Shape<S>): BareWatch<S> =>
    (options) => {
      const first = acting()
      // From here on no event is missed, however late the first frame is pulled.
      const mark = E.isLeft(first) ? Promise.resolve(0) : tail.mark(first.right.actor.tenant)
      let last = ''
      let stopped = false
      let wake = (): void => undefined

      const asking = (): Either<Reason, QueryContext> => {
        const { seal, limits, recordTypes } = engine
        return E.map((now: Acting) => queryContextOf({ ...now, seal, limits, recordTypes, lasting: true }))(
          acting(),
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

      /** Ends with a reason, or because the watch or the chat was closed. */
      async function* frames(): AsyncGenerator<Frame<S>, Either<Reason, undefined>, undefined> {
        const begun = await starting
        if (E.isLeft(begun)) return begun
        const { tenant, only, token, setBack } = begun.right
        let { position } = begun.right
        const tokenFor = ({ viewer }: QueryContext): string => (last = tokenAt(viewer, only, position))
        yield { type: 'started', token }
        let isReset = setBack
        while (!stopped && !tail.closed()) {
          if (isReset) {
            const now = asking()
            if (E.isLeft(now)) return now
            yield { type: 'reset', token: tokenFor(now.right) }
            isReset = false
            continue
          }
          const next = await tail.after(tenant, position)
          if (E.isLeft(next)) return next
          if (next.right === null) {
            position = tail.head(tenant)
            isReset = true
            continue
          }
          const { events, upTo } = next.right
          if (upTo === position) {
            // It was stopped during the read: no wake-up would come.
            if (stopped) break
            await tail.passed(tenant, position, (resolve) => {
              wake = resolve
            })
            continue
          }
          for (const event of events) {
            if (stopped) return over
            const now = asking()
            if (E.isLeft(now)) return now
            const shown = await showing(event, only, now.right, shapeOf(now.right), queries)
            if (E.isLeft(shown)) return shown
            for (const [at, { ends, ...frame }] of shown.right.entries()) {
              // The tail moves on while a slow consumer thinks: what it still holds here is at most one page old. Of
              // what an event comes to, only the last frame lies behind it.
              if (at === shown.right.length - 1) position = event.position ?? position
              const here = asking()
              if (E.isLeft(here)) return here
              // Each kind of frame gets the one field it lacked.
              yield { ...frame, token: tokenFor(here.right) } as Frame<S>
              if (ends) return over
            }
            position = event.position ?? position
          }
          position = upTo
        }
        return over
      }

      const starting = begin()
      // A programmer's error rejects `next`; it is no unhandled rejection before that.
      starting.catch(() => undefined)
      const running = frames()
      const holding = holder()
      const next = async (): ReturnType<BareFrames<S>['next']> => {
        const { done, value } = await running.next()
        if (done !== true) return E.right({ done: false, value })
        // Once it ended, a generator answers undefined.
        const ended: Either<Reason, undefined> = value ?? over
        return E.isLeft(ended) ? ended : E.right({ done: true, value: undefined })
      }
      return {
        token: () => holding.during(starting.then(E.map(() => last))),
        next: () => holding.during(next()),
        unref: () => holding.unref(),
        // A generator that is suspended in an await cannot return: wake it first.
        return: async () => {
          stopped = true
          wake()
          await running.return(over)
          return { done: true, value: undefined }
        },
      }
    }

  return {
    staff: (acting) => watch(acting, staffShape),
    customer: (acting) => watch(acting, customerShape),
  }
}

/** Nothing went wrong. */
const over: Either<never, undefined> = E.right(undefined)
