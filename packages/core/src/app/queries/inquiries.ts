import type { ActorId, RecordRef } from '../../conversation/Ids.ts'
import type { Filter, SortBy, View } from '../../projections/seen/Query.ts'
import type { AuditEntry } from '../../projections/shown/AuditEntry.ts'
import type { Inquiry } from '../Inquiry.ts'
import type {
  ConversationPage,
  Indicator,
  InboxPage,
  Page,
  RecordPage,
  SearchPage,
  TimelinePage,
} from './answers.ts'
import type { QueryContext, InquiryContext } from './QueryContext.ts'
import { queryContextOf } from './QueryContext.ts'
import { audit } from './audit.ts'
import { conversation, conversations } from './conversation.ts'
import { forCustomer, forRecord, inbox } from './inbox.ts'
import { indicator, unread } from './indicator.ts'
import { participants } from './participants.ts'
import { countsFor, unansweredRecords } from './records.ts'
import { search } from './search.ts'
import type { CustomerShown, Shape, Shown, StaffShown } from './Shape.ts'
import { customerShape, staffShape } from './Shape.ts'
import { timeline } from './timeline.ts'

/**
 * The queries of one session. Each answers an `Inquiry` with checked input and with output shaped for the actor's side.
 * A query marks nothing as read. Any may be refused with `InvalidInput` and `FeatureDisabled`.
 */
export type Inquiries<S extends Shown> = {
  /** One conversation, now or (`asOf`) in the past. ✗ `NotFound` without access. */
  readonly conversation: (id: string, options?: AsOfOptions) => Inquiry<ConversationPage<S>>
  /** At most 200; those the viewer may not see are absent. */
  readonly conversations: (ids: ReadonlyArray<string>) => Inquiry<ReadonlyArray<S['conversation']>>
  /**
   * A page of messages as this side sees them, oldest first; default the last five. ✗ `NotFound`, `InvalidCursor`,
   * `InvalidInput`, `Forbidden` for options of staff.
   */
  readonly timeline: (id: string, options?: TimelineOptions) => Inquiry<TimelinePage<S>>
  /**
   * A page of a view, default 50 rows. ✗ `Forbidden` for a view or filter that this viewer may not use,
   * `InvalidCursor`, `InvalidInput`, `RecordUnknown` for a record in a filter that a customer may not name.
   */
  readonly inbox: (options: InboxOptions) => Inquiry<InboxPage<S>>
  /** The numbers of an indicator: the size of the view `unread`, and its newest four conversations. */
  readonly indicator: () => Inquiry<Indicator<S>>
  /** The viewer's own read state of one conversation. ✗ `NotFound`. */
  readonly unread: (id: string) => Inquiry<S['unread']>
  /** The conversations linked to a record that the viewer may see. ✗ as `inbox`. */
  readonly forRecord: (record: RecordRef, page?: PageOptions) => Inquiry<InboxPage<S>>
  /** The conversations of a customer, for staff. ✗ as `inbox`. */
  readonly forCustomer: (id: string, page?: PageOptions) => Inquiry<InboxPage<S>>
  /** One entry for each record, in the order named. At most 200. ✗ `RecordUnknown` as in a filter. */
  readonly countsFor: (
    records: ReadonlyArray<RecordRef>,
  ) => Inquiry<ReadonlyArray<S['counts'] & { readonly record: RecordRef }>>
  /** Records with an unanswered conversation, for staff. ✗ `Forbidden`, `InvalidCursor`. */
  readonly unansweredRecords: (page?: CursorOptions) => Inquiry<RecordPage>
  /**
   * Conversations in which all words, the name or the phone number match, each with its newest matching message. ✗
   * `InvalidInput` without anything to search for, `Forbidden`, `InvalidCursor`, `RecordUnknown` as in a filter.
   */
  readonly search: (options: SearchOptions) => Inquiry<SearchPage<S>>
  /** The participants that this side may see. ✗ `NotFound`. */
  readonly participants: (id: string) => Inquiry<ReadonlyArray<S['participant']>>
  /**
   * All events, reading included, oldest first, for staff. ✗ `NotFound`, `Forbidden` without `audit`, `InvalidCursor`.
   */
  readonly audit: (id: string, page?: CursorOptions) => Inquiry<Page<AuditEntry>>
}

/** `asOf`: a receipt's or message's version, or a time; with the capability `message.history`. */
export type AsOfOptions = { readonly asOf?: string | Date | number | null }

/** At most one of `before`, `after` (cursors) and `around` (a message's id). `limit` counts messages: 1 to 200. */
export type TimelineOptions = AsOfOptions & {
  readonly limit?: number
  readonly before?: string | null
  readonly after?: string | null
  readonly around?: string | null
  /** Also other events, which do not count towards `limit`. */
  readonly events?: boolean
  /** `internal`: the notes alone, for staff. */
  readonly visibility?: 'public' | 'internal' | null
}

export type CursorOptions = { readonly limit?: number; readonly cursor?: string | null }

export type PageOptions = CursorOptions & {
  readonly filter?: FilterOptions
  readonly sort?: SortBy | { readonly by: SortBy; readonly direction?: 'asc' | 'desc' } | null
  /** A page's `changes` or `watchFrom`, or a frame's `token`: only conversations of the list that changed since. */
  readonly changedSince?: string | null
}

/** Filters are combined with AND. Customers may give `status`, `type`, `record` and `unread`. */
export type FilterOptions = { readonly [F in keyof Filter]: Unbranded<Filter[F]> }
type Unbranded<A> = A extends ActorId ? string : A

/** Customers have the views `all`, `mine` and `unread`. */
export type InboxOptions = PageOptions & { readonly view: View }

/** At least one of `text`, `participant` and `phone`; the last for staff, of at least four digits. */
export type SearchOptions = Omit<PageOptions, 'changedSince'> & {
  readonly text?: string
  readonly participant?: string
  readonly phone?: string
  readonly view?: View
}

/** The maker of each query; a missing or mistyped one does not compile. */
export type InquiryMakers = {
  readonly [N in keyof Inquiries<Shown>]: <S extends Shown>(
    context: QueryContext,
    shape: Shape<S>,
  ) => Inquiries<S>[N]
}

const makers: InquiryMakers = {
  conversation,
  conversations,
  timeline,
  inbox,
  indicator,
  unread,
  forRecord,
  forCustomer,
  countsFor,
  unansweredRecords,
  search,
  participants,
  audit,
}

/** The names of all queries; sessions have a call for each. */
export const queryNames = Object.keys(makers) as ReadonlyArray<keyof Inquiries<Shown>>

const build = <S extends Shown>(
  inquirer: InquiryContext,
  shapeOf: (context: QueryContext) => Shape<S>,
): Inquiries<S> => {
  const context = queryContextOf(inquirer)
  const shape = shapeOf(context)
  // Each name has the inquiry of its own maker.
  return Object.fromEntries(
    queryNames.map((name) => [name, makers[name](context, shape)]),
  ) as unknown as Inquiries<S>
}

/** The queries of staff, bots and the system. */
export const staffInquiries = (context: InquiryContext): Inquiries<StaffShown> => build(context, staffShape)

/** The queries of a customer. */
export const customerInquiries = (context: InquiryContext): Inquiries<CustomerShown> =>
  build(context, customerShape)

/** The queries of the actor's side. */
export const inquiries = (context: InquiryContext): Inquiries<StaffShown> | Inquiries<CustomerShown> =>
  context.actor.kind === 'customer' ? customerInquiries(context) : staffInquiries(context)
