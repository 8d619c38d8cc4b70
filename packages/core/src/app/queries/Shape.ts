import type { Recorded } from '../../conversation/Recorded.ts'
import type { Answers, Message, Participant, Summary } from '../../projections/seen/Query.ts'
import type { CustomerConversation } from '../../projections/shown/CustomerConversation.ts'
import { customerConversation } from '../../projections/shown/CustomerConversation.ts'
import type { PublicParticipant, StaffParticipant } from '../../projections/shown/Person.ts'
import { publicParticipant, staffParticipant } from '../../projections/shown/Person.ts'
import type { PublicMessage } from '../../projections/shown/PublicMessage.ts'
import { publicMessage } from '../../projections/shown/PublicMessage.ts'
import type { StaffConversation } from '../../projections/shown/StaffConversation.ts'
import { staffConversation } from '../../projections/shown/StaffConversation.ts'
import type { StaffMessage } from '../../projections/shown/StaffMessage.ts'
import { staffMessage } from '../../projections/shown/StaffMessage.ts'
import type { PublicEvent, StaffEvent } from '../../projections/shown/TimelineEvent.ts'
import { publicEvent, staffEvent } from '../../projections/shown/TimelineEvent.ts'
import type { PublicUnread, RecordCounts, RecordTotals, StaffUnread } from './answers.ts'
import type { QueryContext } from './QueryContext.ts'
import { shownToCustomers } from './QueryContext.ts'
import { sealReadToken, sealVersion } from './tokens.ts'

/** The types that a side is shown: separate types for each side, so that no staff field can reach a customer. */
export type Shown = {
  readonly conversation: { readonly readToken: string }
  readonly message: { readonly id: string }
  readonly event: { readonly type: 'event'; readonly event: string }
  readonly participant: { readonly id: string }
  readonly unread: { readonly count: number }
  readonly counts: RecordTotals
}
export type StaffShown = {
  readonly conversation: StaffConversation
  readonly message: StaffMessage
  readonly event: StaffEvent
  readonly participant: StaffParticipant
  readonly unread: StaffUnread
  readonly counts: RecordCounts
}
export type CustomerShown = {
  readonly conversation: CustomerConversation
  readonly message: PublicMessage
  readonly event: PublicEvent
  readonly participant: PublicParticipant
  readonly unread: PublicUnread
  readonly counts: RecordTotals
}

/** Maps a storage's answers to what a side is shown; null: not shown. */
export type Shape<S extends Shown> = {
  readonly conversation: (summary: Summary) => S['conversation']
  /** The same, with the fields of the view `teamInbox`. */
  readonly teamConversation: (summary: Summary) => S['conversation']
  readonly message: (message: Message) => S['message'] | null
  readonly event: (recorded: Recorded) => S['event'] | null
  readonly participant: (participant: Participant) => S['participant'] | null
  readonly unread: (summary: Summary) => S['unread']
  readonly counts: (counts: Counts) => S['counts']
}
type Counts = Answers['Counts'][number]

/** The read token of a viewer's screen of this conversation. */
export const readTokenOf = (context: QueryContext, { conversation, seat }: Summary): string =>
  sealReadToken(
    context.seal,
    { tenant: context.viewer.tenant, conversation: conversation.conversation },
    context.viewer.who,
    seat?.version ?? 0,
  )

export const staffShape = (context: QueryContext): Shape<StaffShown> => {
  const history = context.actor.capabilities.has('message.history')
  const conversation = (summary: Summary) => staffConversation(summary, readTokenOf(context, summary))
  return {
    conversation,
    teamConversation: (summary) => ({
      ...conversation(summary),
      assigneeUnread: summary.assigneeUnread,
    }),
    message: (message) =>
      staffMessage(message, history, sealVersion(context.seal, 'staff', message.row, message.row.version)),
    event: (recorded) => staffEvent(recorded, sealVersion(context.seal, 'staff', recorded, recorded.version)),
    participant: staffParticipant,
    unread: (summary) => ({
      count: summary.unread,
      isUnread: summary.isUnread,
      unreadFromCustomer: summary.unreadFromCustomer,
      readToken: readTokenOf(context, summary),
    }),
    counts: ({ total, open, unread, unanswered }) => ({ total, open, unread, unanswered }),
  }
}

export const customerShape = (context: QueryContext): Shape<CustomerShown> => {
  const shown = shownToCustomers(context)
  const conversation = (summary: Summary) =>
    customerConversation(summary, shown, readTokenOf(context, summary))
  return {
    conversation,
    teamConversation: conversation,
    message: (message) => {
      const { customerVersion } = message.row
      return customerVersion === null
        ? null
        : publicMessage(message, sealVersion(context.seal, 'customer', message.row, customerVersion))
    },
    event: (recorded) =>
      recorded.customerVersion === null
        ? null
        : publicEvent(recorded, sealVersion(context.seal, 'customer', recorded, recorded.customerVersion)),
    participant: publicParticipant,
    unread: (summary) => ({
      count: summary.unread,
      isUnread: summary.isUnread,
      readToken: readTokenOf(context, summary),
    }),
    counts: ({ total, open, unread }) => ({ total, open, unread }),
  }
}
