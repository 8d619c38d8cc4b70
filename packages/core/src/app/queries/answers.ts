import type { RecordRef } from '../../conversation/Ids.ts'
import type { Shown } from './Shape.ts'

/** From where `watch` goes on without gap or double: what is shown is of that very moment. */
type Watched = {
  /**
   * For `watch({ from })` and `changedSince`: the moment of this page, whichever page it is. Null where nothing goes on
   * from it: with `asOf`, and inside a host's transaction.
   */
  readonly watchFrom: string | null
}

/** One conversation, as a query for it alone answers it. */
export type ConversationPage<S extends Shown> = S['conversation'] & Watched

/** A page of messages, oldest first. */
export type TimelinePage<S extends Shown> = {
  /** Messages, and with `events: true` what else happened, in the order it became visible. */
  readonly items: ReadonlyArray<S['message'] | S['event']>
  /** For `before`; null where nothing is older. */
  readonly older: string | null
  /** For `after`; null where nothing is newer yet. */
  readonly newer: string | null
  /** For `after`, to ask later for what came since: where the conversation ends now. */
  readonly head: string
  /** For `markRead`: what this page was drawn from. */
  readonly readToken: string
} & Watched

/** A page of conversations. */
export type InboxPage<S extends Shown> = Watched & {
  readonly rows: ReadonlyArray<S['conversation']>
  /** For `cursor`; null on the last page. */
  readonly next: string | null
  /**
   * For `changedSince`, after the walk: what changed since it began. It comes with the first page; staff get the
   * same moment on later pages, customers null, because a customer's cursor holds nothing but what customers see. Null,
   * too, inside a host's transaction.
   */
  readonly changes: string | null
}

/** A page of conversations with the newest message in each that matched; null where the subject or a name did. */
export type SearchPage<S extends Shown> = {
  readonly rows: ReadonlyArray<S['conversation'] & { readonly match: S['message'] | null }>
  /** For `cursor`; null on the last page. */
  readonly next: string | null
}

/** What an indicator shows. */
export type Indicator<S extends Shown> = {
  /** How many conversations the view `unread` holds. */
  readonly conversations: number
  /** How many of them have unread messages, and are not only marked. */
  readonly withNewMessages: number
  /** How many unread messages there are in them. */
  readonly messages: number
  /** The newest of them, at most four. */
  readonly latest: ReadonlyArray<S['conversation']>
}

/** The viewer's own reading of one conversation. */
export type PublicUnread = { readonly count: number; readonly isUnread: boolean; readonly readToken: string }
export type StaffUnread = PublicUnread & { readonly unreadFromCustomer: number }

/** How many conversations are linked to a record, of those the viewer sees. */
export type RecordTotals = { readonly total: number; readonly open: number; readonly unread: number }
export type RecordCounts = RecordTotals & { readonly unanswered: number }

/** Records with a conversation that waits for an answer. */
export type RecordPage = { readonly records: ReadonlyArray<RecordRef>; readonly next: string | null }

/** A page of anything else. */
export type Page<A> = { readonly items: ReadonlyArray<A>; readonly next: string | null }
