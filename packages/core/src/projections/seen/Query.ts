import type { Kind, Side, Who } from '../../conversation/Actor.ts'
import type { Contact, ConversationType } from '../../conversation/Event.ts'
import type { ActorId, ConversationId, MessageId, Position, RecordRef, Time } from '../../conversation/Ids.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import type { ConversationBrief, SeatBrief } from '../rows/Tables.ts'
import type { LinkRow, MessageRow, SeatRow } from '../rows/Tables.ts'
import type { SortBy } from './sorting.ts'
import type { View } from './views.ts'

/**
 * What a storage is asked. Each answer is restricted to what the viewer may see; the pure definitions beside this
 * file say what that is, the in-memory storage runs them, and the contract compares every other storage with it.
 */
export type Question =
  /** Those of the conversations named that the viewer may see, in the order named. At most 200. */
  | { readonly _tag: 'Conversations'; readonly ids: ReadonlyArray<ConversationId> }
  /** A page of a list, sorted by a key this viewer sees. */
  | {
      readonly _tag: 'List'
      readonly view: View
      readonly filter: Filter
      readonly sort: Sort
      readonly after: Key | null
      readonly limit: number
      /** Only conversations where this matches something the viewer sees. */
      readonly match: Match | null
      /** Only conversations of which the viewer could see something happen after this position. */
      readonly changedAfter: Position | null
    }
  | { readonly _tag: 'Indicator' }
  /** Messages the viewer sees, ascending; null where the viewer may not see the conversation. */
  | {
      readonly _tag: 'Timeline'
      readonly conversation: ConversationId
      readonly from: From
      readonly limit: number
      readonly only: 'public' | 'internal' | null
      /** Also the other events of the conversation that this viewer sees: those after the message (of the filter)
       * before the page, or from the creation, up to the last message given, or to the head if nothing is newer.
       * So pages that follow each other give each event once. */
      readonly events: boolean
    }
  | { readonly _tag: 'Participants'; readonly conversation: ConversationId }
  | { readonly _tag: 'Counts'; readonly records: ReadonlyArray<RecordRef> }
  /** Of each record, in the order named, whether the viewer sees any conversation of it: what `Counts` says is not 0. */
  | { readonly _tag: 'Linked'; readonly records: ReadonlyArray<RecordRef> }
  /** Records with an unanswered conversation linked, by (type, id). */
  | { readonly _tag: 'UnansweredRecords'; readonly after: RecordRef | null; readonly limit: number }
  /** Every event of the conversation's streams, removed ones too: for `audit`, by log order. */
  | {
      readonly _tag: 'Audit'
      readonly conversation: ConversationId
      readonly after: number
      readonly limit: number
    }
  /** The last position of the tenant's log. */
  | { readonly _tag: 'Head' }

/** What is shown, together with something that has to be of the same moment: both from one snapshot. */
export type Both = { readonly _tag: 'Both'; readonly first: Beside; readonly second: Screen }
/** Of one row. */
export type Beside = Extract<Question, { _tag: 'Head' | 'Indicator' }>
/** What people look at, and may want to see change. */
export type Screen = Extract<Question, { _tag: 'Conversations' | 'List' | 'Timeline' }>
export type Query = Question | Both

export type QuestionTag = Question['_tag']
export type QueryTag = Query['_tag']

export type Answers = {
  readonly Conversations: ReadonlyArray<Summary>
  readonly List: ReadonlyArray<Listed>
  readonly Indicator: {
    readonly conversations: number
    readonly withNewMessages: number
    readonly messages: number
  }
  readonly Timeline: Timeline | null
  readonly Participants: ReadonlyArray<Participant>
  readonly Counts: ReadonlyArray<{
    readonly total: number
    readonly open: number
    readonly unread: number
    readonly unanswered: number
  }>
  readonly Linked: ReadonlyArray<boolean>
  readonly UnansweredRecords: ReadonlyArray<RecordRef>
  readonly Audit: ReadonlyArray<Recorded>
  readonly Head: Position
  readonly Both: readonly [Answers[Beside['_tag']], Answers[Screen['_tag']]]
}
export type Answer<Q extends Query> = Answers[Q['_tag']]

/** All that are given must hold. A customer's filter may name no staff field: the caller checks. */
export type Filter = {
  readonly status?: 'open' | 'closed'
  readonly type?: ConversationType
  /** Null: nobody. */
  readonly assignee?: ActorId | null
  readonly queue?: string | null
  readonly label?: string
  /** Linked now, and for a customer only by a record shown to customers. */
  readonly record?: RecordRef
  readonly customer?: ActorId
  readonly channel?: string
  readonly unread?: boolean
  readonly unanswered?: boolean
  /** Each attribute given must be equal. */
  readonly attributes?: { readonly [key: string]: string | number | boolean | null }
}

/** The id breaks ties in the same direction, by code point; nulls come last either way. */
export type Sort = { readonly by: SortBy; readonly direction: 'asc' | 'desc' }
/** The sort value and the id of the last row of a page. */
export type Key = { readonly value: Time | null; readonly id: ConversationId }

/**
 * All words must match within one message (prefix), or the subject; `participant` within one name; `phone` is a suffix
 * of digits.
 */
export type Match = {
  readonly text: ReadonlyArray<string> | null
  readonly participant: ReadonlyArray<string> | null
  readonly phone: string | null
}

/** From where a page of messages is taken, in the viewer's own ordinals. */
export type From =
  | { readonly before: number }
  | { readonly after: number }
  /** Half before, half from this message on. */
  | { readonly around: MessageId }
  | 'end'

/**
 * A conversation as stored, with the texts joined and the viewer's own numbers. `rowFor` turns it into what is shown.
 */
export type Summary = {
  readonly conversation: ConversationBrief
  readonly subject: string | null
  readonly links: ReadonlyArray<LinkRow>
  /** The viewer's own seat. */
  readonly seat: SeatBrief | null
  readonly unread: number
  readonly unreadFromCustomer: number
  readonly isUnread: boolean
  /** The text of the last message that the viewer sees, in full; null where there is none or it was erased. */
  readonly preview: string | null
  /** The assignee's own count, for views that show it. */
  readonly assigneeUnread: number
}

export type Listed = {
  readonly summary: Summary
  readonly key: Key
  /** Newest message that matched, of those the viewer sees. */
  readonly match: MessageId | null
}

export type Timeline = {
  readonly summary: Summary
  readonly messages: ReadonlyArray<Message>
  /** Whether this viewer sees messages (of the filter) before the first and after the last given. */
  readonly older: boolean
  readonly newer: boolean
  /**
   * By version, where they were asked for: never messages, never reading, and for a customer only what customers see.
   */
  readonly events: ReadonlyArray<Recorded>
}

/** A message row with its text, the author's name, and what it quotes if the viewer sees that. */
export type Message = {
  readonly row: MessageRow
  /** Null once erased; for removed messages it is there, and `messageFor` leaves it out. */
  readonly body: string | null
  readonly authorName: string | null
  /** The message replied to, where the viewer sees it. */
  readonly replyTo: MessageId | null
}

export type Participant = {
  readonly who: Who
  readonly kind: Kind
  readonly contact: Contact | null
  readonly seat: SeatRow
  /** As what they wrote the last public message of theirs that was not removed; null where there is none. */
  readonly publicKind: Kind | null
}

export type { Side, SortBy, View }
