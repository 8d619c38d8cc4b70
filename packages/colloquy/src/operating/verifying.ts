import type { Difference, Recorded, Rows, Table, StreamKey } from '@colloquy/core/storage'
import { foldRows } from '@colloquy/core/engine'
import { requireKnown, rowKeys } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import type { Reason } from '../engine/Reason.ts'
import { turn } from '../engine/timers.ts'
import { mustBe } from '../engine/mustBe.ts'
import { whileUnavailable } from './system.ts'

/** How far it came: conversations and followed records done, and which one was the last. */
export type Progress = {
  readonly done: number
  readonly current: { readonly tenant: string; readonly id: string }
}

/** What comparing came to. */
export type Verified = {
  readonly conversations: number
  /** How many events were folded. */
  readonly events: number
  /** Rows that were not what the events say: names of tables, keys and columns, never content. */
  readonly differences: ReadonlyArray<Difference>
}

/** What to compare. */
export type Verifying = {
  /** Only this table of the read model is compared and told of; all are folded and, rebuilding, written. */
  readonly projection?: Table
  readonly onProgress?: (progress: Progress) => void
}

/** Compares every row of the read model with what the events say, conversation by conversation, while work goes on. */
export const verifying =
  (engine: Engine) =>
  async (options: Verifying = {}): Promise<Either<Reason, Verified>> =>
    walk(engine, checkedWalk('verify', options), false)

/** The same, and makes every row what the events say. */
export const rebuilding =
  (engine: Engine) =>
  async (options: Verifying = {}): Promise<Either<Reason, Verified>> =>
    walk(engine, checkedWalk('rebuild', options), true)

/** Rejects with a `TypeError` for an option that there is not: a misspelt table would be found without fault. */
const checkedWalk = (called: string, options: Verifying): Verifying => {
  requireKnown<Verifying>(called, options, { projection: true, onProgress: true })
  const { projection, onProgress = () => {} } = options
  const tables = Object.keys(rowKeys)
  const isTable = projection === undefined || tables.includes(projection)
  mustBe(`${called}: projection`, projection, isTable, `one of ${tables.join(', ')}`)
  mustBe(
    `${called}: onProgress`,
    onProgress,
    typeof onProgress === 'function',
    'a function of how far it came',
  )
  return options
}

const page = 500
/** Over a network the storage loads one conversation while another is folded here. */
const together = 2

const walk = async (
  engine: Engine,
  { projection, onProgress }: Verifying,
  write: boolean,
): Promise<Either<Reason, Verified>> => {
  const differences: Array<Difference> = []
  const note = (difference: Difference): void => {
    if (projection === undefined || difference.table === projection) differences.push(difference)
  }
  let conversations = 0
  let events = 0
  let last: StreamKey | null = null
  const atOnce = engine.storage.capabilities.transaction === 'async' ? together : 1
  for (;;) {
    const after: StreamKey | null = last
    const streams: Either<Reason, ReadonlyArray<StreamKey>> = await whileUnavailable(
      engine.storage.streams(after, page),
    )
    if (E.isLeft(streams)) return streams
    for await (const one of inOrder(streams.right, atOnce, (each) => refolded(engine, each, write))) {
      if (E.isLeft(one)) return one
      const { stream, found, folded } = one.right
      for (const difference of found) note(difference)
      conversations += 1
      events += folded
      onProgress?.({ done: conversations, current: { tenant: stream.tenant, id: stream.conversation } })
    }
    const end = streams.right.at(-1)
    if (end === undefined) {
      const strays = await whileUnavailable(engine.storage.strays(write))
      if (E.isLeft(strays)) return strays
      for (const stray of strays.right) note(stray)
      return E.right({ conversations, events, differences })
    }
    last = end
  }
}

/** Maps with limited concurrency, in order. */
async function* inOrder<A, B>(
  all: ReadonlyArray<A>,
  atOnce: number,
  work: (each: A) => Promise<B>,
): AsyncGenerator<B> {
  const underWay: Array<Promise<B>> = []
  for (const each of all) {
    // Yields, since a synchronous storage would block the event loop until all is done.
    await turn()
    const done = work(each)
    // A rejection is handled when its turn comes.
    done.catch(() => {})
    underWay.push(done)
    const first = underWay.length < atOnce ? undefined : underWay.shift()
    if (first !== undefined) yield await first
  }
  yield* underWay
}

type Refolded = {
  readonly stream: StreamKey
  readonly found: ReadonlyArray<Difference>
  /** How many events it has. */
  readonly folded: number
}

const refolded = async (
  engine: Engine,
  stream: StreamKey,
  write: boolean,
): Promise<Either<Reason, Refolded>> => {
  let events = 0
  const fold = (all: Iterable<Recorded>): Rows => {
    events = 0
    return foldRows(
      counted(all, () => {
        events += 1
      }),
    )
  }
  const found = await whileUnavailable(engine.storage.refold(stream, fold, write))
  return E.isLeft(found) ? found : E.right({ stream, found: found.right, folded: events })
}

function* counted<A>(items: Iterable<A>, count: () => void): Generator<A> {
  for (const item of items) {
    count()
    yield item
  }
}
