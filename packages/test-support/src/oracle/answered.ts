import type {
  Answers,
  ConversationBrief,
  Query,
  QueryTag,
  SeatRow,
  Summary,
  Viewer,
} from '@colloquy/core/storage'
import { byCodePoint } from './byCodePoint.ts'

const asItIs = (answer: unknown): unknown => answer

/** The compared part of each answer; a query without a comparison does not compile. */
const compared: {
  readonly [T in QueryTag]: (
    answer: Answers[T],
    viewer: Viewer,
    query: Extract<Query, { _tag: T }>,
  ) => unknown
} = {
  Conversations: (summaries, viewer) => summaries.map((summary) => plainSummary(summary, viewer)),
  List: (listed, viewer) =>
    listed.map(({ summary, key, match }) => ({
      summary: plainSummary(summary, viewer),
      key: [key.value, key.id],
      match,
    })),
  Indicator: asItIs,
  Timeline: (timeline, viewer) => plainTimeline(timeline, viewer),
  Participants: (participants) =>
    participants.map(({ who, kind, contact, publicKind, seat }) => ({
      who: `${who.side} ${who.id}`,
      kind,
      contact,
      publicKind,
      seat: { ...plainSeat(seat), ...plainRole(seat) },
    })),
  Counts: asItIs,
  Linked: asItIs,
  UnansweredRecords: asItIs,
  Audit: asItIs,
  Head: asItIs,
  Both: ([first, second], viewer, query) => [
    answered(query.first, viewer, first),
    answered(query.second, viewer, second),
  ],
}

/** A storage's answer in plain values, independent of its rows. */
export const answered = (query: Query, viewer: Viewer, answer: Answers[QueryTag]): unknown => {
  // The answer has its query's type; TypeScript can't follow the union.
  const plain = compared[query._tag] as (answer: Answers[QueryTag], viewer: Viewer, query: Query) => unknown
  return plain(answer, viewer, query)
}

const plainTimeline = (timeline: Answers['Timeline'], viewer: Viewer) =>
  timeline === null
    ? null
    : {
        summary: plainSummary(timeline.summary, viewer),
        messages: timeline.messages.map(({ row, body, authorName, replyTo }) => {
          const { who } = viewer
          return {
            id: row.id,
            author: `${row.authorSide} ${row.author}`,
            actor: `${row.actorSide} ${row.actor}`,
            own:
              (row.authorSide === who.side && row.author === who.id) ||
              (row.actorSide === who.side && row.actor === who.id),
            visibility: row.visibility,
            removed: row.removed,
            body,
            at: row.at,
            publicAt: row.publicAt,
            editedAt: row.editedAt,
            publicEditedAt: row.publicEditedAt,
            authorName,
            replyTo,
          }
        }),
        older: timeline.older,
        newer: timeline.newer,
        events: timeline.events.map(({ event, version }) => [event.type, version]),
      }

const plainRole = ({ kind, initiator, assigned, wasAssigned }: SeatRow) => ({
  kind,
  initiator,
  assigned,
  wasAssigned,
})

const plainSeat = (seat: NonNullable<Summary['seat']>) => ({
  participant: seat.participant,
  follower: seat.follower,
  member: seat.member,
  muted: seat.muted,
  flag: seat.flag,
  placed: seat.placed,
  version: seat.version,
})

/** Columns that the oracle tells in other words, or does not tell. All others are compared, new ones too. */
const toldOtherwise: ReadonlySet<string> = new Set<keyof ConversationBrief>([
  'conversation',
  'initiatorSide',
  'initiator',
  'sourceType',
  'source',
  'attributes',
  'labels',
  'links',
  'staffN',
  'customerN',
  'fromCustomerN',
  'lastStaffId',
  'lastStaffN',
  'staffAt',
  'lastCustomerId',
  'lastCustomerN',
  'customerAt',
  'waitingAt',
])
const alike = (row: ConversationBrief): object =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !toldOtherwise.has(column)))

const plainSummary = (summary: Summary, viewer: Viewer) => {
  const { conversation: row, seat } = summary
  const hidden = seat !== null && (seat.participant || seat.follower) ? seat.hiddenN : 0
  const lastN = viewer.side === 'staff' ? row.lastStaffN : row.lastCustomerN
  const lastId = viewer.side === 'staff' ? row.lastStaffId : row.lastCustomerId
  return {
    ...alike(row),
    id: row.conversation,
    initiator: `${row.initiatorSide} ${row.initiator}`,
    source: row.sourceType === null ? null : `${row.sourceType} ${row.source ?? ''}`,
    subject: summary.subject,
    attributes: Object.entries(row.attributes).sort(([a], [b]) => byCodePoint(a, b)),
    labels: row.labels.toSorted(byCodePoint),
    links: summary.links.map((link) => `${link.type} ${link.record}`),
    waitingSince: row.waitingAt,
    lastId: lastN !== null && lastN > hidden ? lastId : null,
    preview: summary.preview,
    unread: summary.unread,
    unreadFromCustomer: summary.unreadFromCustomer,
    isUnread: summary.isUnread,
    assigneeUnread: summary.assigneeUnread,
    seat: seat === null ? null : plainSeat(seat),
  }
}
