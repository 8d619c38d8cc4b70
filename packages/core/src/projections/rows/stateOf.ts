import { readerKey } from '../../conversation/Actor.ts'
import type { Who } from '../../conversation/Actor.ts'
import type { MessageId, RecordRef, Version } from '../../conversation/Ids.ts'
import { recordKey } from '../../conversation/Ids.ts'
import type { Needs } from '../../conversation/Needs.ts'
import { placeKey } from '../../conversation/Needs.ts'
import type { State } from '../../conversation/State.ts'
import { initial } from '../../conversation/State.ts'
import type { Lookup } from '../../kernel/Lookup.ts'
import { restricted, whole } from '../../kernel/Lookup.ts'
import { contactAt, hashAt, subjectAt } from './Database.ts'
import type { StoredStream } from './Database.ts'
import { neighboursOf } from './neighbours.ts'
import { reachOf } from './reach.ts'
import { headerOf, linkOf, messageFactsOf, readerOf, seatOf } from './ofRow.ts'
import type { MessageRow, SeatRow } from './Tables.ts'

type Entry<A> = readonly [string, A]

/**
 * Everything a decision may read of one stream. Cursors at places and neighbours of messages are computed only for the
 * given needs, because their number is unbounded.
 */
export const stateOf = (stream: StoredStream, needs: ReadonlyArray<Needs> = []): State => {
  const { rows } = stream
  const row = rows.conversation[0]
  return {
    ...stateFor(stream, needs),
    seats: whole(rows.seat.map((seat) => [readerOf(seat), seatOf(seat)])),
    messages: whole(rows.message.map((message) => [message.id, factsOf(message, stream)])),
    links: whole(linkEntries(stream)),
    recordFollowers: whole(
      rows.recordFollower.map(({ side, actor, version, following }) => [
        readerOf({ side, actor }),
        { version, following },
      ]),
    ),
    startHash: row === undefined ? null : hashAt(stream, firstVersion),
    subject: row === undefined ? null : subjectAt(stream, row.subjectVersion),
    contacts: whole(contactEntries(stream, rows.seat)),
  }
}

/** The state restricted to the union of these needs; reading more of it throws. */
export const stateFor = (stream: StoredStream | null, needs: ReadonlyArray<Needs>, find?: Finding): State => {
  if (stream === null) return initial
  const { rows } = stream
  const row = rows.conversation[0]
  if (row === undefined) return { ...initial, recordFollowers: followersAsked(stream, needs) }
  const finding = find ?? findingIn(stream)
  const header = headerOf(row)
  const assignee: ReadonlyArray<Who> =
    row.assignee !== null && needs.some((need) => need.assignee) ? [{ side: 'staff', id: row.assignee }] : []
  const named = [...needs.flatMap((need) => (need.seats === 'all' ? [] : need.seats)), ...assignee]
  const allSeats = needs.some((need) => need.seats === 'all')
  const seats: ReadonlyArray<readonly [string, SeatRow | null]> = allSeats
    ? rows.seat.map((seat) => [readerOf(seat), seat])
    : named.map((who) => [readerKey(who), finding.seat(who)])
  const personal = needs.some((need) => need.personal)
  const people = seats.flatMap(([, seat]) => seat ?? [])
  const lookup = <A>(entries: ReadonlyArray<readonly [string, A | null]>, all: boolean): Lookup<A> => ({
    known: new Map(entries),
    others: all ? 'absent' : 'unloaded',
  })
  return {
    header,
    seats: lookup(
      seats.map(([key, seat]) => [key, seat === null ? null : seatOf(seat)]),
      allSeats,
    ),
    messages: restricted(
      needs
        .flatMap((need) => need.messages)
        .map((id) => {
          const message = finding.message(id)
          return [id, message === null ? null : factsOf(message, stream)]
        }),
    ),
    links: linksAsked(stream, needs),
    reaches: restricted(
      needs
        .flatMap((need) => need.reaches)
        .map(({ reader, place }) => [placeKey(reader, place), reachOf(row, rows, reader, place)]),
    ),
    neighbours: restricted(
      needs.flatMap((need) => need.neighbours).map((id) => [id, neighboursOf(row, rows.message, id)]),
    ),
    recordFollowers: followersAsked(stream, needs),
    startHash: needs.some((need) => need.startHash) ? hashAt(stream, firstVersion) : null,
    subject: personal ? subjectAt(stream, row.subjectVersion) : null,
    contacts: personal
      ? lookup<NonNullable<ReturnType<typeof contactAt>>>(
          [...seats.map(([key]) => [key, null] as const), ...contactEntries(stream, people)],
          allSeats,
        )
      : restricted([]),
    customerHistory: null,
  }
}

/** How to find a row; memory has an index, and small sets are scanned. */
export type Finding = {
  readonly seat: (who: Who) => SeatRow | null
  readonly message: (id: MessageId) => MessageRow | null
}

const findingIn = ({ rows }: StoredStream): Finding => ({
  seat: (who) => rows.seat.find((seat) => seat.side === who.side && seat.actor === who.id) ?? null,
  message: (id) => rows.message.find((message) => message.id === id) ?? null,
})

const firstVersion = 1 as Version

const factsOf = (message: MessageRow, stream: StoredStream) =>
  messageFactsOf(message, hashAt(stream, message.version))

const linkEntries = (stream: StoredStream): ReadonlyArray<Entry<ReturnType<typeof linkOf>>> =>
  stream.rows.link.map((row) => {
    const link = linkOf(row)
    return [recordKey(link.record), link]
  })

const contactEntries = (
  stream: StoredStream,
  seats: ReadonlyArray<SeatRow>,
): ReadonlyArray<Entry<NonNullable<ReturnType<typeof contactAt>>>> =>
  seats.flatMap((seat) => {
    const contact = contactAt(stream, seat.nameVersion)
    return contact === null ? [] : [[readerOf(seat), contact] as const]
  })

const linksAsked = (stream: StoredStream, needs: ReadonlyArray<Needs>): State['links'] => {
  const all = new Map(linkEntries(stream))
  if (needs.some((need) => need.links === 'all')) return { known: all, others: 'absent' }
  const asked: ReadonlyArray<RecordRef> = needs.flatMap((need) => (need.links === 'all' ? [] : need.links))
  return restricted(asked.map((record) => [recordKey(record), all.get(recordKey(record)) ?? null]))
}

const followersAsked = (stream: StoredStream, needs: ReadonlyArray<Needs>): State['recordFollowers'] =>
  restricted(
    needs.flatMap(({ recordFollower: who }) => {
      if (who === null) return []
      const row = stream.rows.recordFollower.find((each) => each.side === who.side && each.actor === who.id)
      return [
        [
          readerKey(who),
          row === undefined ? null : { version: row.version, following: row.following },
        ] as const,
      ]
    }),
  )
