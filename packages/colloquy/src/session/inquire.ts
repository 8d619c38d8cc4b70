import type { Inquiry, RecordAnswer } from '@colloquy/core/engine'
import type { RecordRef } from '@colloquy/core'
import type { Answer } from '../engine/Pending.ts'
import { andThen } from '../engine/Pending.ts'
import type { Route } from './Route.ts'

/** What is known of records that somebody names. */
export type Name = (records: ReadonlyArray<RecordRef>) => Answer<ReadonlyMap<string, RecordAnswer>>

/** Carries out a query's plan: asks what it wants asked, until it is done. */
export const inquire = <A>(route: Route, name: Name, inquiry: Inquiry<A>): Answer<A> => {
  switch (inquiry._tag) {
    case 'Done':
      return inquiry.result
    case 'Ask':
      // `ask` typed `next` by its own query; the answer is that query's.
      return andThen(route.query(inquiry.query, inquiry.viewer), (answer) =>
        inquire(route, name, inquiry.next(answer as never)),
      )
    case 'Read':
      return andThen(route.read(inquiry.of, inquiry.limit), (events) =>
        inquire(route, name, inquiry.next(events)),
      )
    case 'Named':
      return andThen(name(inquiry.records), (answers) => inquire(route, name, inquiry.next(answers)))
  }
}
