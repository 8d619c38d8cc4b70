import type { RecordRef } from '../../conversation/Ids.ts'
import type { Shown } from './Shape.ts'

/** The token from which `watch` continues without a gap or a repeated event. */
type Watched = {
  /**
   * For `watch({ from })` and `changedSince`: the snapshot of this page. Null with `asOf` and inside a host's
   * transaction, where nothing can continue from it.
   */
  readonly watchFrom: string | null
}

/** One conversation, read by its id. */
export type ConversationPage<S extends Shown> = S['conversation'] & Watched

/** A page of messages, oldest first. */
export type TimelinePage<S extends Shown> = {
  /** Messages, and with `events: true` other events, in the order they became visible. */
  readonly items: ReadonlyArray<S['message'] | S['event']>
  /** The cursor for `before`; null where nothing is older. */
  readonly older: string | null
  /** The cursor for `after`; null where nothing is newer yet. */
  readonly newer: string | null
  /** The cursor for `after` at the end of the conversation, to ask later for newer messages. */
  readonly head: string
  /** The token for `markRead` of this page. */
  readonly readToken: string
} & Watched

/** A page of conversations. */
export type InboxPage<S extends Shown> = Watched & {
  readonly rows: ReadonlyArray<S['conversation']>
  /** For `cursor`; null on the last page. */
  readonly next: string | null
  /**
   * The token for `changedSince` of what changed since the walk began. Staff get it on every page; customers on the
   * first only, because their cursors hold nothing but what customers see. Null inside a host's transaction.
   */
  readonly changes: string | null
}

/** A page of conversations with the newest matching message of each; null where the subject or a name matched. */
export type SearchPage<S extends Shown> = {
  readonly rows: ReadonlyArray<S['conversation'] & { readonly match: S['message'] | null }>
  /** For `cursor`; null on the last page. */
  readonly next: string | null
}

/** The numbers of an indicator. */
export type Indicator<S extends Shown> = {
  /** The number of conversations in the view `unread`. */
  readonly conversations: number
  /** The number of those with unread messages, not only marked unread. */
  readonly withNewMessages: number
  /** The number of unread messages in them. */
  readonly messages: number
  /** The newest of them, at most four. */
  readonly latest: ReadonlyArray<S['conversation']>
}

/** The viewer's own read state of one conversation. */
export type PublicUnread = { readonly count: number; readonly isUnread: boolean; readonly readToken: string }
export type StaffUnread = PublicUnread & { readonly unreadFromCustomer: number }

/** The numbers of conversations linked to a record, of those the viewer may see. */
export type RecordTotals = { readonly total: number; readonly open: number; readonly unread: number }
export type RecordCounts = RecordTotals & { readonly unanswered: number }

/** A page of records with an unanswered conversation. */
export type RecordPage = { readonly records: ReadonlyArray<RecordRef>; readonly next: string | null }

/** A page of anything else. */
export type Page<A> = { readonly items: ReadonlyArray<A>; readonly next: string | null }
