import type { Kind, Side, Who } from '../../conversation/Actor.ts'
import type { Contact, ConversationType } from '../../conversation/Event.ts'
import type { ActorId, ConversationId, MessageId, Position, RecordRef, Time } from '../../conversation/Ids.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import type { ConversationBrief, SeatBrief } from '../rows/Tables.ts'
import type { LinkRow, MessageRow, SeatRow } from '../rows/Tables.ts'
import type { SortBy } from './sorting.ts'
import type { View } from './views.ts'

/**
 * A query of a storage. Each answer is restricted to what the viewer may see; the pure definitions beside this file say
 * what that is, memory runs them, and the contract compares every other storage with memory.
 */
export type Question =
  /** The named conversations that the viewer may see, in that order; at most 200. */
  | { readonly _tag: 'Conversations'; readonly ids: ReadonlyArray<ConversationId> }
  /** A page of a list, sorted by a key that this viewer sees. */
  | {
      readonly _tag: 'List'
      readonly view: View
      readonly filter: Filter
      readonly sort: Sort
      readonly after: Key | null
      readonly limit: number
      /** Only conversations with a match in what the viewer sees. */
      readonly match: Match | null
      /** Only conversations in which something visible to the viewer happened after this position. */
      readonly changedAfter: Position | null
    }
  | { readonly _tag: 'Indicator' }
  /** Messages that the viewer sees, ascending; null without access to the conversation. */
  | {
      readonly _tag: 'Timeline'
      readonly conversation: ConversationId
      readonly from: From
      readonly limit: number
      readonly only: 'public' | 'internal' | null
      /**
       * Also the other visible events: those after the message (of the filter) before the page, or from the creation,
       * up to the last message of the page, or to the head if nothing is newer. So consecutive pages give each event
       * once.
       */
      readonly events: boolean
    }
  | { readonly _tag: 'Participants'; readonly conversation: ConversationId }
  | { readonly _tag: 'Counts'; readonly records: ReadonlyArray<RecordRef> }
  /**
   * For each record, in the order named, whether the viewer sees any conversation of it: whether its `Counts` are not
   * 0.
   */
  | { readonly _tag: 'Linked'; readonly records: ReadonlyArray<RecordRef> }
  /** Records linked to an unanswered conversation, by (type, id). */
  | { readonly _tag: 'UnansweredRecords'; readonly after: RecordRef | null; readonly limit: number }
  /** Every event of the conversation's streams, a removed conversation's too, in log order: for `audit`. */
  | {
      readonly _tag: 'Audit'
      readonly conversation: ConversationId
      readonly after: number
      readonly limit: number
    }
  /** The last position of the tenant's log. */
  | { readonly _tag: 'Head' }

/** Two queries answered from one snapshot. */
export type Both = { readonly _tag: 'Both'; readonly first: Beside; readonly second: Screen }
/** A query with one row. */
export type Beside = Extract<Question, { _tag: 'Head' | 'Indicator' }>
/** A query whose answer a screen shows, and from which `watch` continues. */
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

/** Filters are combined with AND. A customer's filter may contain no staff field, which the caller checks. */
export type Filter = {
  readonly status?: 'open' | 'closed'
  readonly type?: ConversationType
  /** Null: nobody. */
  readonly assignee?: ActorId | null
  readonly queue?: string | null
  readonly label?: string
  /** Linked now; for a customer, by a link that customers see. */
  readonly record?: RecordRef
  readonly customer?: ActorId
  readonly channel?: string
  readonly unread?: boolean
  readonly unanswered?: boolean
  /** Each given attribute must be equal. */
  readonly attributes?: { readonly [key: string]: string | number | boolean | null }
}

/** The id breaks ties in the same direction, by code point; nulls are last in both directions. */
export type Sort = { readonly by: SortBy; readonly direction: 'asc' | 'desc' }
/** The keyset of a page: the sort value and the id of its last row. */
export type Key = { readonly value: Time | null; readonly id: ConversationId }

/**
 * All words must be prefixes in one message or in the subject; `participant` within one name; `phone` is a suffix of
 * digits.
 */
export type Match = {
  readonly text: ReadonlyArray<string> | null
  readonly participant: ReadonlyArray<string> | null
  readonly phone: string | null
}

/** The place of a page of messages, in the viewer's ordinals. */
export type From =
  | { readonly before: number }
  | { readonly after: number }
  /** Half of the page before this message, half from it on. */
  | { readonly around: MessageId }
  | 'end'

/** A stored conversation with its texts and the viewer's own numbers. A `Shape` turns it into what is shown. */
export type Summary = {
  readonly conversation: ConversationBrief
  readonly subject: string | null
  readonly links: ReadonlyArray<LinkRow>
  /** The viewer's own seat. */
  readonly seat: SeatBrief | null
  readonly unread: number
  readonly unreadFromCustomer: number
  readonly isUnread: boolean
  /** The text of the last message that the viewer sees; null without one, or once it was erased. */
  readonly preview: string | null
  /** The assignee's own unread count, for views that show it. */
  readonly assigneeUnread: number
}

export type Listed = {
  readonly summary: Summary
  readonly key: Key
  /** The newest matching message that the viewer sees. */
  readonly match: MessageId | null
}

export type Timeline = {
  readonly summary: Summary
  readonly messages: ReadonlyArray<Message>
  /** Whether the viewer sees messages (of the filter) before the first and after the last of the page. */
  readonly older: boolean
  readonly newer: boolean
  /** By version, where they were requested: no messages, no reading, and for a customer only what customers see. */
  readonly events: ReadonlyArray<Recorded>
}

/** A message row with its text, the author's name, and the quoted message if the viewer sees it. */
export type Message = {
  readonly row: MessageRow
  /** Null once erased. Removed messages still have it; the shape omits it. */
  readonly body: string | null
  readonly authorName: string | null
  /** The message replied to, if the viewer sees it. */
  readonly replyTo: MessageId | null
}

export type Participant = {
  readonly who: Who
  readonly kind: Kind
  readonly contact: Contact | null
  readonly seat: SeatRow
  /** The kind of actor under which they wrote their last public message that was not removed; null without one. */
  readonly publicKind: Kind | null
}

export type { Side, SortBy, View }
