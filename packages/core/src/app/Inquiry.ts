import type { Either } from 'fp-ts/lib/Either.js'
import type { RecordAnswer } from '../conversation/Command.ts'
import type { RecordRef } from '../conversation/Ids.ts'
import type { Rejection } from '../conversation/Rejection.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { EventRange } from '../ports/Storage.ts'
import type { Answer, Beside, Query, Screen } from '../projections/seen/Query.ts'
import type { Viewer } from '../projections/seen/Viewer.ts'

/**
 * A session's query as a plan: what to ask the storage, and what to do with the answer. It never waits itself, so one
 * definition serves synchronous and asynchronous storages.
 */
export type Inquiry<A> =
  | { readonly _tag: 'Done'; readonly result: Either<Rejection, A> }
  | {
      readonly _tag: 'Ask'
      readonly query: Query
      readonly viewer: Viewer
      readonly next: (answer: never) => Inquiry<A>
    }
  | {
      readonly _tag: 'Read'
      readonly of: EventRange
      readonly limit: number
      readonly next: (events: ReadonlyArray<Recorded>) => Inquiry<A>
    }
  /**
   * Asks the host about the records that a customer named, by `recordKey`, and whether they are shown to that customer.
   */
  | {
      readonly _tag: 'Named'
      readonly records: ReadonlyArray<RecordRef>
      readonly viewer: Viewer
      readonly next: (answers: ReadonlyMap<string, RecordAnswer>) => Inquiry<A>
    }

export const done = <A>(result: Either<Rejection, A>): Inquiry<A> => ({ _tag: 'Done', result })

/** Asks one query; `next` gets its typed answer. */
export const ask = <Q extends Query, A>(
  query: Q,
  viewer: Viewer,
  next: (answer: Answer<Q>) => Inquiry<A>,
): Inquiry<A> => ({
  _tag: 'Ask',
  query,
  viewer,
  next,
})

/** Asks two queries on one snapshot; `next` gets both typed answers. */
export const askBoth = <First extends Beside, Second extends Screen, A>(
  first: First,
  second: Second,
  viewer: Viewer,
  next: (first: Answer<First>, second: Answer<Second>) => Inquiry<A>,
): Inquiry<A> => ({
  _tag: 'Ask',
  query: { _tag: 'Both', first, second },
  viewer,
  next: ([one, other]: readonly [Answer<First>, Answer<Second>]) => next(one, other),
})

export const read = <A>(
  of: EventRange,
  limit: number,
  next: (events: ReadonlyArray<Recorded>) => Inquiry<A>,
): Inquiry<A> => ({
  _tag: 'Read',
  of,
  limit,
  next,
})
