import type { Answers, Query, SeatRow, Summary, Viewer } from '@colloquy/core'
import { byCodePoint } from './byCodePoint.ts'

/** What a storage answered, in the same plain values: what it says, not how its rows say it. */
export const answered = (query: Query, viewer: Viewer, answer: Answers[Query['_tag']]): unknown => {
  switch (query._tag) {
    case 'Conversations':
      return (answer as Answers['Conversations']).map((summary) => plainSummary(summary, viewer))
    case 'List':
      return (answer as Answers['List']).map(({ summary, key, match }) => ({
        summary: plainSummary(summary, viewer),
        key: [key.value, key.id],
        match,
      }))
    case 'Timeline':
      return plainTimeline(answer as Answers['Timeline'], viewer)
    case 'Participants':
      return (answer as Answers['Participants']).map(({ who, kind, contact, publicKind, seat }) => ({
        who: `${who.side} ${who.id}`,
        kind,
        contact,
        publicKind,
        seat: { ...plainSeat(seat), ...plainRole(seat) },
      }))
    case 'Both': {
      const [first, second] = answer as Answers['Both']
      return [answered(query.first, viewer, first), answered(query.second, viewer, second)]
    }
    default:
      return answer
  }
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

const plainSummary = (summary: Summary, viewer: Viewer) => {
  const { conversation: row, seat } = summary
  const hidden = seat !== null && (seat.participant || seat.follower) ? seat.hiddenN : 0
  const lastN = viewer.side === 'staff' ? row.lastStaffN : row.lastCustomerN
  const lastId = viewer.side === 'staff' ? row.lastStaffId : row.lastCustomerId
  return {
    id: row.conversation,
    type: row.type,
    status: row.status,
    locked: row.locked,
    initiator: `${row.initiatorSide} ${row.initiator}`,
    customer: row.customer,
    assignee: row.assignee,
    queue: row.queue,
    source: row.sourceType === null ? null : `${row.sourceType} ${row.source ?? ''}`,
    channel: row.channel,
    subject: summary.subject,
    attributes: Object.entries(row.attributes).sort(([a], [b]) => byCodePoint(a, b)),
    labels: row.labels.toSorted(byCodePoint),
    links: summary.links.map((link) => `${link.type} ${link.record}`),
    forkedFrom: row.forkedFrom,
    forkedTo: row.forkedTo,
    createdAt: row.createdAt,
    closedAt: row.closedAt,
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
