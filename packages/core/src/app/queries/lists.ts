import * as E from 'fp-ts/lib/Either.js'
import { traitsOf } from '../../conversation/Event.ts'
import type { ConversationId, Position, Time } from '../../conversation/Ids.ts'
import { invalidCursor } from '../../conversation/Rejection.ts'
import { fixedLength, fromFixedLength } from '../../kernel/Cursor.ts'
import type { Filter, Key, Listed, Match, Sort, View } from '../../projections/seen/Query.ts'
import type { Inquiry } from '../Inquiry.ts'
import { done, read } from '../Inquiry.ts'
import type { QueryContext } from './QueryContext.ts'
import { askScreen, watchFrom } from './QueryContext.ts'
import { openPlace } from './tokens.ts'
import { openCursor, sealCursor, walkOf } from './walks.ts'

/** A list with the page requested of it. */
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
  readonly watchFrom: string | null
}

/** One page of a list, with the cursor of the next. */
export const pageOf = <A>(
  context: QueryContext,
  walk: Walk,
  next: (page: WalkPage) => Inquiry<A>,
): Inquiry<A> => {
  const since =
    walk.changedSince === null ? null : openPlace(context.seal, context.viewer, null, walk.changedSince)
  if (walk.changedSince !== null && since === null) return done(E.left(invalidCursor))
  // The name contains the token itself and not its content: otherwise equal names of two walks would reveal that
  // nothing happened between them.
  const name = walkOf(context, [walk.name, walk.view, walk.filter, walk.sort, walk.match, walk.changedSince])
  const from = walk.cursor === null ? null : placeOf(context, name, walk.cursor)
  if (walk.cursor !== null && from === null) return done(E.left(invalidCursor))

  const rows = (most: number) =>
    ({
      _tag: 'List',
      view: walk.view,
      filter: walk.filter,
      sort: walk.sort,
      after: from?.key ?? null,
      limit: most,
      match: walk.match,
      changedAfter: since,
    }) as const

  // A page is one query, so that it is one snapshot. Where too many of its rows moved, a longer page is queried.
  const upTo = (most: number, sofar: Moved): Inquiry<A> =>
    askScreen(context, rows(most), (found, head) =>
      movedSince(context, sofar, (moved) => {
        // Only a log restored from a backup ends before a position that was given out.
        if (since !== null && head !== null && since > head) return done(E.left(invalidCursor))
        const listed = found.filter(({ key }) => !moved.ids.has(key.id))
        if (found.length === most && listed.length <= walk.limit) return upTo(most * 2, moved)
        const shown = listed.slice(0, walk.limit)
        const last = shown.at(-1)?.key
        const start = from === null ? head : from.start
        const here = watchFrom(context, null, head)
        return next({
          listed: shown,
          next:
            listed.length > walk.limit && last !== undefined ? cursorFor(context, name, last, start) : null,
          changes: from === null ? here : watchFrom(context, null, start),
          watchFrom: here,
        })
      }),
    )
  return upTo(walk.limit + 1, { ids: new Set(), read: from?.start ?? null, reads: 0 })
}

/** The place of a cursor, and the head of the log when its walk began. */
const placeOf = (
  context: QueryContext,
  name: string,
  cursor: string,
): { readonly key: Key; readonly start: Position | null } | null => {
  const place = openCursor(context, name, context.isCustomer ? 2 : 3, cursor)
  if (place === null) return null
  const [value, id, start] = place
  const key = { value: typeof value === 'number' ? (value as Time) : null, id: String(id) as ConversationId }
  const position = fromFixedLength(start)
  return { key, start: position === null ? null : (position as Position) }
}

/** A customer's cursor holds only what customers see: no position. */
const cursorFor = (context: QueryContext, name: string, { value, id }: Key, start: Position | null): string =>
  sealCursor(
    context,
    name,
    context.isCustomer ? [value, id] : [value, id, start === null ? null : fixedLength(start)],
  )

const eventsAtOnce = 1000
/** A walk during which more events happen than this is an export, not a person paging. */
const mostReads = 5

/** The conversations that moved, and how far the log was read; `read` null: it need not be read. */
type Moved = {
  readonly ids: ReadonlySet<string>
  readonly read: Position | null
  readonly reads: number
}

/**
 * The conversations that moved since a staff member's walk began. Later pages omit them, because a row that moved down
 * would appear twice; `changes` has them.
 */
const movedSince = <A>(
  context: QueryContext,
  sofar: Moved,
  next: (moved: Moved) => Inquiry<A>,
): Inquiry<A> => {
  const { ids, read: after, reads } = sofar
  if (after === null || reads >= mostReads) return next(sofar)
  return read({ tenant: context.viewer.tenant, after }, eventsAtOnce, (events) => {
    const moving = events.filter(({ event }) => traitsOf(event).moves)
    const moved = {
      ids: new Set([...ids, ...moving.map(({ conversation }) => conversation)]),
      read: events.at(-1)?.position ?? after,
      reads: reads + 1,
    }
    return events.length < eventsAtOnce ? next(moved) : movedSince(context, moved, next)
  })
}
