import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/projections/seen/answer.ts'
import type { From, Timeline } from '../../src/projections/seen/Query.ts'
import type { Event } from '../../src/conversation/Event.ts'
import type { MessageFacts } from '../../src/conversation/State.ts'
import type { Version } from '../../src/conversation/Ids.ts'
import type { StoredStream } from '../../src/projections/rows/Database.ts'
import type { Viewer } from '../../src/projections/seen/Viewer.ts'
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

const page = (who: Viewer, of: StoredStream, from: From, limit: number): Timeline => {
  const given = answer(
    { _tag: 'Timeline', conversation, from, limit, only: null, events: true },
    who,
    database(of),
  )
  if (given === null) throw new Error('no access')
  return given
}

const labelled: Event = { type: 'conversation-labelled', label: 'vip' }

/** A conversation of public messages and notes, with an event of its own after each message. */
const conversationOf = (notes: ReadonlyArray<boolean>): StoredStream => {
  let shown = 0
  const messages = notes.map((note, i): MessageFacts => {
    if (!note) shown += 1
    const version = (1 + i * 2) as Version
    const customerN = note ? null : shown
    return message(i + 1, {
      version,
      bodyVersion: version,
      customerN,
      customerVersion: customerN as Version | null,
    })
  })
  const events = messages.flatMap((each) => [
    recorded(each.version, bodyOf(each), { customerVersion: each.customerVersion }),
    recorded(each.version + 1, labelled),
  ])
  return stream({
    header: { staffN: messages.length, customerN: shown },
    seats: [seat(anna), seat(cleo)],
    messages,
    events,
  })
}

const ordinals = (who: Viewer, given: Timeline): ReadonlyArray<number> =>
  given.messages.map(({ row }) => (who.side === 'staff' ? row.n : (row.customerN ?? 0)))

/** All pages from the end to the start. */
const walkOlder = (who: Viewer, of: StoredStream, limit: number): ReadonlyArray<Timeline> => {
  const pages = [page(who, of, 'end', limit)]
  for (let last = pages[0]; last?.older === true; last = pages.at(-1)) {
    pages.push(page(who, of, { before: ordinals(who, last)[0] ?? 0 }, limit))
  }
  return pages
}

const walkNewer = (who: Viewer, of: StoredStream, limit: number): ReadonlyArray<Timeline> => {
  const pages = [page(who, of, { after: 0 }, limit)]
  for (let last = pages[0]; last?.newer === true; last = pages.at(-1)) {
    pages.push(page(who, of, { after: ordinals(who, last).at(-1) ?? 0 }, limit))
  }
  return pages
}

const anyConversation = fc.array(fc.boolean(), { maxLength: 25 }).map(conversationOf)
const anyViewer = fc.constantFrom(viewer(anna), viewer(cleo))
const anyLimit = fc.integer({ min: 1, max: 7 })

const countOf = (who: Viewer, of: StoredStream): number =>
  of.rows.message.filter(({ customerN }) => who.side === 'staff' || customerN !== null).length

describe('pages of a timeline', () => {
  test('O20 the default window is the last messages, O21 older and newer move it a page', () => {
    const of = conversationOf(Array.from({ length: 12 }, () => false))
    const last = page(viewer(anna), of, 'end', 5)
    expect(ordinals(viewer(anna), last)).toEqual([8, 9, 10, 11, 12])
    expect([last.older, last.newer]).toEqual([true, false])
    const older = page(viewer(anna), of, { before: 8 }, 5)
    expect(ordinals(viewer(anna), older)).toEqual([3, 4, 5, 6, 7])
    expect([older.older, older.newer]).toEqual([true, true])
    const first = page(viewer(anna), of, { before: 3 }, 5)
    expect(ordinals(viewer(anna), first)).toEqual([1, 2])
    expect([first.older, first.newer]).toEqual([false, true])
  })

  test('O22 from the end on there is nothing, until something is added', () => {
    const of = conversationOf([false, false])
    expect(page(viewer(anna), of, { after: 2 }, 5)).toMatchObject({ messages: [], older: true, newer: false })
  })

  test('walking either way gives each visible message once, in order, in full pages', () => {
    fc.assert(
      fc.property(anyConversation, anyViewer, anyLimit, (of, who, limit) => {
        const visible = Array.from({ length: countOf(who, of) }, (_, i) => i + 1)
        const older = walkOlder(who, of, limit)
        expect(older.toReversed().flatMap((each) => ordinals(who, each))).toEqual(visible)
        expect(older.slice(0, -1).every(({ messages }) => messages.length === limit)).toBe(true)
        const newer = walkNewer(who, of, limit)
        expect(newer.flatMap((each) => ordinals(who, each))).toEqual(visible)
      }),
    )
  })

  test('walking gives each visible event once', () => {
    fc.assert(
      fc.property(anyConversation, anyLimit, (of, limit) => {
        const labels = of.log().filter(({ event }) => event.type === 'conversation-labelled')
        for (const pages of [
          walkOlder(viewer(anna), of, limit).toReversed(),
          walkNewer(viewer(anna), of, limit),
        ]) {
          expect(pages.flatMap(({ events }) => events)).toEqual(labels)
        }
        expect(walkOlder(viewer(cleo), of, limit).flatMap(({ events }) => events)).toEqual([])
      }),
    )
  })

  test('around a message: half before it, and never short while there is more', () => {
    fc.assert(
      fc.property(anyConversation, anyViewer, anyLimit, fc.nat(), (of, who, limit, pick) => {
        const seen = of.rows.message.filter(({ customerN }) => who.side === 'staff' || customerN !== null)
        const middle = seen[pick % Math.max(1, seen.length)]
        if (middle === undefined) return
        const given = page(who, of, { around: middle.id }, limit)
        expect(given.messages.map(({ row }) => row.id)).toContain(middle.id)
        expect(given.messages.length).toBe(Math.min(limit, seen.length))
      }),
    )
  })

  test('D13 around a note there is nothing for a customer, as around what does not exist', () => {
    const query = { _tag: 'Timeline', conversation, limit: 5, only: null, events: false } as const
    const of = database(conversationOf([false, true]))
    const around = (id: string) =>
      answer({ ...query, from: { around: id as MessageFacts['id'] } }, viewer(cleo), of)
    expect(around('m2')).toBeNull()
    expect(around('m9')).toBeNull()
  })
})
