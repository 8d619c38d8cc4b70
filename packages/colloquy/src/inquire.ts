import type { Inquiry } from '@colloquy/core'
import type { Answer } from './Pending.ts'
import { andThen } from './Pending.ts'
import type { Route } from './Route.ts'

/** Carries out a query's plan: asks what it wants asked, until it is done. */
export const inquire = <A>(route: Route, inquiry: Inquiry<A>): Answer<A> => {
  switch (inquiry._tag) {
    case 'Done':
      return inquiry.result
    case 'Ask':
      // `ask` typed `next` by its own query; the answer is that query's.
      return andThen(route.query(inquiry.query, inquiry.viewer), (answer) =>
        inquire(route, inquiry.next(answer as never)),
      )
    case 'Read':
      return andThen(route.read(inquiry.of, inquiry.limit), (events) => inquire(route, inquiry.next(events)))
  }
}
