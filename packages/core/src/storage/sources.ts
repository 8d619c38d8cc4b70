import type { Match, Query } from '../projections/seen/Query.ts'
import type { Viewer } from '../projections/seen/Viewer.ts'
import type { View } from '../projections/seen/views.ts'
import type { ListViewer } from './conditions.ts'
import type { Parameters } from './Dialect.ts'

type ListQuery = Extract<Query, { _tag: 'List' }>

/** A source of a list: a part of a statement that yields conversations `c` with the viewer's own seat `s`. */
export type Source = {
  readonly from: string
  readonly tests: ReadonlyArray<string>
  readonly values?: Parameters
  /** The source implies access. */
  readonly grants?: boolean
  /** The source is exactly the memberships that need attention, so that condition is left out. */
  readonly attention?: boolean
  /** The same source with seats only, for conditions that need only the seat. */
  readonly seats?: string
  /** The ordinal and the id of the matching message. */
  readonly found?: { readonly ordinal: string; readonly id: string }
}

/** The sources of lists, each with its index. */
export type Places<S extends Source> = {
  /** The viewer's memberships; those of big conversations, which have another sort key; former ones. */
  readonly memberships: S
  readonly bigMemberships: S
  readonly former: S
  /** Memberships that need the viewer's attention. */
  readonly attention: S
  /** Conversations linked to a record that the viewer follows, or that was granted to them. */
  readonly followed: S
  readonly granted: S
  /** Earlier conversations of customers with an open conversation that the viewer sees directly. */
  readonly histories: S
  /** Conversations in the queues that the viewer serves. */
  readonly waitingIn: (viewer: Viewer) => ReadonlyArray<S>
  readonly closedIn: (viewer: Viewer) => ReadonlyArray<S>
  /** All conversations of the tenant. */
  readonly byActivity: S
  readonly assigned: S
  readonly inQueues: S
  readonly unanswered: S
  readonly closed: S
  readonly ofRecord: S
  readonly ofCustomer: S
  readonly changed: (viewer: Viewer) => S
  readonly matching: (match: Match, viewer: Viewer) => ReadonlyArray<S>
}

/**
 * The sources of a list, so that a page does not cost a scan of the tenant. Together they contain at least all rows of
 * the list; the conditions on each row decide.
 */
export const sourcesIn = <S extends Source>(places: Places<S>) => {
  const { memberships, bigMemberships, former, waitingIn, closedIn } = places

  /** The sources of everything that the viewer may see. */
  const accessible = (viewer: Viewer, broad: S): ReadonlyArray<S> => {
    if (viewer.viewAll || viewer.fromCustomers) return [broad]
    return [
      memberships,
      bigMemberships,
      ...(viewer.side === 'staff' ? [former] : []),
      ...waitingIn(viewer),
      ...closedIn(viewer),
      ...(viewer.records.length === 0 ? [] : [places.granted]),
      ...(viewer.customerHistory ? [places.histories] : []),
    ]
  }
  const mine = ({ follows }: ListViewer): ReadonlyArray<S> => [
    memberships,
    bigMemberships,
    ...(follows ? [places.followed] : []),
  ]
  const broadly = ({ viewer }: ListViewer): ReadonlyArray<S> => accessible(viewer, places.byActivity)
  const written = (): ReadonlyArray<S> => [memberships, bigMemberships, former]

  const ofView: { readonly [V in View]: (listViewer: ListViewer) => ReadonlyArray<S> } = {
    mine,
    allClosed: mine,
    customerReplies: mine,
    internalInbox: mine,
    unread: () => [places.attention, bigMemberships],
    internalSent: written,
    sent: written,
    assigned: () => [places.assigned],
    picklist: ({ viewer }) => (viewer.viewAll ? [places.inQueues] : waitingIn(viewer)),
    history: ({ viewer }) => [memberships, bigMemberships, former, ...closedIn(viewer)],
    'fromCustomers.unanswered': () => [places.unanswered],
    'fromCustomers.closed': () => [places.closed],
    closed: ({ viewer }) => accessible(viewer, places.closed),
    all: broadly,
    'fromCustomers.open': broadly,
    teamInbox: broadly,
    unassigned: broadly,
  }

  return (query: ListQuery, listViewer: ListViewer): ReadonlyArray<S> => {
    if (query.match !== null) return places.matching(query.match, listViewer.viewer)
    if (query.changedAfter !== null) return [places.changed(listViewer.viewer)]
    if (query.filter.record !== undefined) return [places.ofRecord]
    if (query.filter.customer !== undefined) return [places.ofCustomer]
    return ofView[query.view](listViewer)
  }
}
