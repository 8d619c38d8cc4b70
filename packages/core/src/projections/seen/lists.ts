import type { Position } from '../../conversation/Ids.ts'
import { recordStream } from '../../conversation/Ids.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import type { Database, StoredStream } from '../rows/Database.ts'
import { tookFrom } from './erasing.ts'
import { passes } from './filters.ts'
import { compareKeys, sortKey } from './sorting.ts'
import type { Listed, Query } from './Query.ts'
import { search } from './search.ts'
import { summary } from './summary.ts'
import { inView } from './views.ts'
import { isOwnFollowing, seesEvent, sightsOf } from './visibility.ts'
import type { Sight } from './visibility.ts'
import type { Viewer } from './Viewer.ts'

type ListQuery = Extract<Query, { _tag: 'List' }>

const since = (
  stream: StoredStream | null,
  position: Position,
  test: (event: ReturnType<StoredStream['log']>[number]) => boolean,
): boolean => stream !== null && stream.log().some((event) => (event.position ?? 0) > position && test(event))

/**
 * Whether something visible to the viewer happened after a position: in the conversation, in their own reading, in
 * their following of it or of a linked record, or by the erasure of a text they saw.
 */
const changedAfter = (position: Position, sight: Sight, database: Database): boolean => {
  const { viewer, stream, links } = sight
  const told = (event: Recorded): boolean =>
    seesEvent(event, viewer) || isOwnFollowing(event, viewer) || tookFrom(event, stream.rows, viewer)
  if (since(stream, position, told)) return true
  return links.some((link) => {
    const conversation = recordStream({ type: link.type, id: link.record })
    return since(database.stream({ tenant: viewer.tenant, conversation }), position, ({ event }) => {
      const follows = event.type === 'record-followed' || event.type === 'record-unfollowed'
      return follows && event.who.side === viewer.who.side && event.who.id === viewer.who.id
    })
  })
}

/** A page of a list. Visibility is applied first, then view, filter and match, then the order, then the limit. */
export const list = (query: ListQuery, viewer: Viewer, database: Database): ReadonlyArray<Listed> => {
  const { view, filter, sort, after, match } = query
  const sightOf = sightsOf(viewer, database)
  const found: Array<Omit<Listed, 'summary'> & { readonly sight: Sight }> = []
  for (const stream of database.streams(viewer.tenant)) {
    const sight = sightOf(stream)
    if (sight === null || !inView(view, sight) || !passes(filter, sight)) continue
    if (query.changedAfter !== null && !changedAfter(query.changedAfter, sight, database)) continue
    const matched = match === null ? { message: null } : search(match, sight)
    if (matched === null) continue
    const key = sortKey(sort.by, sight)
    if (after !== null && compareKeys(key, after, sort.direction) <= 0) continue
    found.push({ sight, key, match: matched.message })
  }
  return found
    .toSorted((a, b) => compareKeys(a.key, b.key, sort.direction))
    .slice(0, query.limit)
    .map(({ sight, key, match: message }) => ({ summary: summary(sight), key, match: message }))
}
