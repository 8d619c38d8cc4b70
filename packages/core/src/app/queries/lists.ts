import * as E from 'fp-ts/lib/Either.js'
import type { ConversationId, Position, Time } from '../../conversation/Ids.ts'
import { invalidCursor } from '../../conversation/Rejection.ts'
import { fixedLength, fromFixedLength } from '../../kernel/Cursor.ts'
import type { Filter, Key, Listed, Match, Sort, View } from '../../projections/Query.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done, read } from '../Inquiry.ts'
import { sameWho } from '../../conversation/Actor.ts'
import type { Asking } from './Asking.ts'
import { openChanges, sealChanges } from './tokens.ts'
import { openCursor, sealCursor, walkOf } from './walks.ts'

/** A list that somebody walks through, and the page of it they ask for. */
export type Walk = {
  readonly name: string
  readonly view: View
  readonly filter: Filter
  readonly sort: Sort
  readonly match: Match | null
  readonly limit: number
  readonly cursor: string | null
  readonly changedSince: string | null
}

export type WalkPage = {
  readonly listed: ReadonlyArray<Listed>
  readonly next: string | null
  readonly changes: string | null
}

/** One page of a list, and where the walk goes on. */
export const pageOf = <A>(asking: Asking, walk: Walk, next: (page: WalkPage) => Inquiry<A>): Inquiry<A> => {
  const { tenant, who } = asking.viewer
  const since = walk.changedSince === null ? null : openChanges(asking.seal, tenant, who, walk.changedSince)
  if (walk.changedSince !== null && since === null) return done(E.left(invalidCursor))
  const name = walkOf(asking, [walk.name, walk.view, walk.filter, walk.sort, walk.match, since])
  const from = walk.cursor === null ? null : placeOf(asking, name, walk.cursor)
  if (walk.cursor !== null && from === null) return done(E.left(invalidCursor))

  const answer = (
    listed: ReadonlyArray<Listed>,
    more: boolean,
    last: Key | undefined,
    start: Position | null,
  ) =>
    next({
      listed,
      next: more && last !== undefined ? cursorFor(asking, name, last, start) : null,
      changes: start === null ? null : sealChanges(asking.seal, tenant, who, start),
    })

  const fill = (
    after: Key | null,
    start: Position | null,
    changed: ReadonlySet<string>,
    sofar: ReadonlyArray<Listed>,
  ): Inquiry<A> =>
    ask(
      {
        _tag: 'List',
        view: walk.view,
        filter: walk.filter,
        sort: walk.sort,
        after,
        limit: walk.limit + 1 - sofar.length,
        match: walk.match,
        changedAfter: since,
      },
      asking.viewer,
      (found) => {
        const listed = [
          ...sofar,
          ...found.filter((one) => !changed.has(one.summary.conversation.conversation)),
        ]
        const short = sofar.length + found.length <= walk.limit
        const last = found.at(-1)?.key
        if (!short && last !== undefined && listed.length <= walk.limit)
          return fill(last, start, changed, listed)
        const shown = listed.slice(0, walk.limit)
        return answer(shown, listed.length > walk.limit, shown.at(-1)?.key, start)
      },
    )

  if (from === null) {
    // The token comes before the rows: what happens in between is found by either.
    return ask({ _tag: 'Head' }, asking.viewer, (head) => fill(null, head, new Set(), []))
  }
  return from.start === null
    ? fill(from.key, null, new Set(), [])
    : changedSince(asking, from.start, (changed) => fill(from.key, from.start, changed, []))
}

/** Where a cursor of this walk stands, and where the log ended when the walk began. */
const placeOf = (
  asking: Asking,
  name: string,
  cursor: string,
): { readonly key: Key; readonly start: Position | null } | null => {
  const place = openCursor(asking, name, asking.isCustomer ? 2 : 3, cursor)
  if (place === null) return null
  const [value, id, start] = place
  const key = { value: typeof value === 'number' ? (value as Time) : null, id: String(id) as ConversationId }
  const position = fromFixedLength(start)
  return { key, start: position === null ? null : (position as Position) }
}

/** A customer's cursor holds only what customers see: no position. */
const cursorFor = (asking: Asking, name: string, { value, id }: Key, start: Position | null): string =>
  sealCursor(
    asking,
    name,
    asking.isCustomer || start === null ? [value, id] : [value, id, fixedLength(start)],
  )

const eventsAtOnce = 1000
/** A walk during which more happens than this is an export, not a person paging. */
const mostReads = 5

/**
 * The conversations that changed since a staff member's walk began. They are left out of its later pages, because
 * a row that moved down would be met twice; `changes` has them.
 */
const changedSince = <A>(
  asking: Asking,
  start: Position,
  next: (changed: ReadonlySet<string>) => Inquiry<A>,
): Inquiry<A> => {
  const collect = (after: Position, sofar: ReadonlySet<string>, reads: number): Inquiry<A> =>
    read({ tenant: asking.viewer.tenant, after }, eventsAtOnce, (events) => {
      const own = events.filter(({ reader }) => reader === null || sameWho(reader, asking.viewer.who))
      const changed = new Set([...sofar, ...own.map(({ conversation }) => conversation)])
      const last = events.at(-1)?.position ?? null
      return events.length < eventsAtOnce || last === null || reads >= mostReads
        ? next(changed)
        : collect(last, changed, reads + 1)
    })
  return collect(start, new Set(), 1)
}
