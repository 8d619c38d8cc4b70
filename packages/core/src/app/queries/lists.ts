import * as E from 'fp-ts/lib/Either.js'
import type { EventType } from '../../conversation/Event.ts'
import type { ConversationId, Position, Time } from '../../conversation/Ids.ts'
import { invalidCursor } from '../../conversation/Rejection.ts'
import { fixedLength, fromFixedLength } from '../../kernel/Cursor.ts'
import type { Filter, Key, Listed, Match, Sort, View } from '../../projections/Query.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, askBoth, done, read } from '../Inquiry.ts'
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
  // By the token and not by what it holds: else two walks' cursors would tell whether anything happened between them.
  const name = walkOf(asking, [walk.name, walk.view, walk.filter, walk.sort, walk.match, walk.changedSince])
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

  const rowsAfter = (after: Key | null, limit: number) =>
    ({
      _tag: 'List',
      view: walk.view,
      filter: walk.filter,
      sort: walk.sort,
      after,
      limit,
      match: walk.match,
      changedAfter: since,
    }) as const

  const fill = (
    after: Key | null,
    start: Position | null,
    moved: ReadonlySet<string>,
    sofar: ReadonlyArray<Listed>,
  ): Inquiry<A> =>
    ask(rowsAfter(after, walk.limit + 1 - sofar.length), asking.viewer, (found) => {
      const listed = [...sofar, ...found.filter((one) => !moved.has(one.summary.conversation.conversation))]
      const short = sofar.length + found.length <= walk.limit
      const last = found.at(-1)?.key
      if (!short && last !== undefined && listed.length <= walk.limit) return fill(last, start, moved, listed)
      const shown = listed.slice(0, walk.limit)
      return answer(shown, listed.length > walk.limit, shown.at(-1)?.key, start)
    })

  if (from === null) {
    // The token comes before the rows: what happens in between is found by either.
    return askBoth({ _tag: 'Head' }, rowsAfter(null, walk.limit + 1), asking.viewer, (head, found) => {
      const shown = found.slice(0, walk.limit)
      return answer(shown, found.length > walk.limit, shown.at(-1)?.key, head)
    })
  }
  return from.start === null
    ? fill(from.key, null, new Set(), [])
    : movedSince(asking, from.start, (moved) => fill(from.key, from.start, moved, []))
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

/** What can move a conversation within a list. Anything else leaves it where a walk will find it, or has found it. */
const movers: ReadonlySet<EventType> = new Set<EventType>([
  'message-posted',
  'message-removed',
  'message-published',
  'conversation-closed',
  'conversation-reopened',
  'conversation-queued',
  'conversation-released',
  'conversation-type-set',
  'no-reply-needed',
])

/**
 * The conversations that moved since a staff member's walk began. They are left out of its later pages, because
 * a row that moved down would be met twice; `changes` has them.
 */
const movedSince = <A>(
  asking: Asking,
  start: Position,
  next: (moved: ReadonlySet<string>) => Inquiry<A>,
): Inquiry<A> => {
  const collect = (after: Position, sofar: ReadonlyArray<string>, reads: number): Inquiry<A> =>
    read({ tenant: asking.viewer.tenant, after }, eventsAtOnce, (events) => {
      const moving = events.filter(({ event }) => movers.has(event.type))
      const moved = [...sofar, ...moving.map(({ conversation }) => conversation)]
      const last = events.at(-1)?.position ?? null
      return events.length < eventsAtOnce || last === null || reads >= mostReads
        ? next(new Set(moved))
        : collect(last, moved, reads + 1)
    })
  return collect(start, [], 1)
}
