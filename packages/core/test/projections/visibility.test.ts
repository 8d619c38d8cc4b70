import { describe, expect, test } from 'vitest'
import { answer } from '../../src/projections/seen/answer.ts'
import type { Answer, From, Query } from '../../src/projections/seen/Query.ts'
import type { Viewer } from '../../src/projections/seen/Viewer.ts'
import type { StoredStream } from '../../src/projections/rows/Database.ts'
import type { Version } from '../../src/conversation/Ids.ts'
import {
  anna,
  bodyOf,
  cleo,
  conversation,
  database,
  message,
  recorded,
  seat,
  stream,
  viewer,
} from './fixtures.ts'

type Only = Extract<Query, { _tag: 'Timeline' }>['only']
const timeline = (who: Viewer, of: StoredStream, from: From = 'end', limit = 50, only: Only = null) =>
  answer({ _tag: 'Timeline', conversation, from, limit, only, events: true }, who, database(of))

const ids = (page: Answer<Extract<Query, { _tag: 'Timeline' }>>) => page?.messages.map(({ row }) => row.id)

// Public, note, public and removed, note that was published after it.
const messages = [
  message(1),
  message(2, { author: anna, customerN: null }),
  message(3, { customerN: 2, removed: true }),
  message(4, { author: anna, customerN: 3, replyTo: message(2).id }),
]
const all = stream({
  header: { staffN: 4, customerN: 3, lastStaff: { id: message(4).id, n: 4, at: message(4).at } },
  seats: [seat(anna), seat(cleo)],
  messages,
  events: [
    ...messages.map((each) =>
      recorded(each.version, bodyOf(each), { customerVersion: each.customerVersion }),
    ),
    recorded(6, { type: 'conversation-labelled', label: 'vip' }),
    recorded(7, { type: 'conversation-closed' }, { customerVersion: 5 as Version }),
  ],
})

describe('what an audience sees', () => {
  test('D15 public messages are visible to customers and staff', () => {
    expect(ids(timeline(viewer(cleo), all))).toEqual(['m1', 'm3', 'm4'])
    expect(ids(timeline(viewer(anna), all))).toEqual(['m1', 'm2', 'm3', 'm4'])
  })

  test('D13 nothing of an internal conversation is visible to a customer', () => {
    const internal = stream({ header: { type: 'internal' }, seats: [seat(cleo)], messages })
    expect(timeline(viewer(cleo), internal)).toBeNull()
    expect(answer({ _tag: 'Participants', conversation }, viewer(cleo), database(internal))).toEqual([])
    expect(
      answer({ _tag: 'Audit', conversation, after: 0, limit: 9 }, viewer(cleo), database(internal)),
    ).toEqual([])
  })

  test('a removed message keeps its place for both', () => {
    const shown = timeline(viewer(cleo), all)?.messages[1]
    expect(shown?.row).toMatchObject({ id: 'm3', removed: true })
  })

  test('a quote of a note is not shown to customers', () => {
    expect(timeline(viewer(cleo), all)?.messages.at(-1)?.replyTo).toBeNull()
    expect(timeline(viewer(anna), all)?.messages.at(-1)?.replyTo).toBe('m2')
  })

  test('closing is shown to both, labelling to staff', () => {
    const types = (who: Viewer) => timeline(who, all)?.events.map(({ event }) => event.type)
    expect(types(viewer(cleo))).toEqual(['conversation-closed'])
    expect(types(viewer(anna))).toEqual(['conversation-labelled', 'conversation-closed'])
  })

  test('a published note appears to customers where it was published', () => {
    const late = stream({
      header: { staffN: 2, customerN: 2 },
      seats: [seat(cleo)],
      messages: [message(1, { author: anna, customerN: 2 }), message(2, { customerN: 1 })],
    })
    expect(ids(timeline(viewer(cleo), late))).toEqual(['m2', 'm1'])
  })

  test('the past stays hidden from who joined later', () => {
    const joined = stream({ seats: [seat(cleo, { hiddenN: 2 })], messages })
    expect(ids(timeline(viewer(cleo), joined))).toEqual(['m4'])
  })

  test('H16 the notes alone', () => {
    expect(ids(timeline(viewer(anna), all, 'end', 50, 'internal'))).toEqual(['m2'])
  })

  test('a customer sees customers and who wrote publicly as participants, staff sees all', () => {
    const more = stream({
      seats: [seat(anna), seat(cleo), seat({ ...anna, id: 'bo' as typeof anna.id })],
      messages: [message(1, { author: anna })],
    })
    const who = (by: Viewer) =>
      answer({ _tag: 'Participants', conversation }, by, database(more)).map((each) => each.who.id)
    expect(who(viewer(cleo))).toEqual(['cleo', 'anna'])
    expect(who(viewer(anna))).toEqual(['cleo', 'anna', 'bo'])
  })

  test('previews are of the last message the viewer sees', () => {
    const rows = stream({
      header: {
        staffN: 2,
        customerN: 1,
        lastStaff: { id: message(2).id, n: 2, at: message(2).at },
        lastCustomer: { id: message(1).id, n: 1, at: message(1).at },
      },
      seats: [seat(anna), seat(cleo)],
      messages: messages.slice(0, 2),
      events: messages.slice(0, 2).map((each) => recorded(each.version, bodyOf(each))),
    })
    const preview = (by: Viewer) =>
      answer({ _tag: 'Conversations', ids: [conversation] }, by, database(rows))[0]?.preview
    expect(preview(viewer(cleo))).toBe('text of m1')
    expect(preview(viewer(anna))).toBe('text of m2')
  })
})
