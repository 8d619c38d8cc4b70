import { describe, expect, test } from 'vitest'
import { neighboursOf } from '../../src/projections/rows/neighbours.ts'
import { headerOf, messageFactsOf, seatOf } from '../../src/projections/rows/ofRow.ts'
import { conversationRow, messageRow, seatRow } from '../../src/projections/rows/rowOf.ts'
import type { Header, MessageFacts } from '../../src/conversation/State.ts'
import { anna, conversation, header, message, messageId, seat, tenant, time } from './fixtures.ts'

const key = { tenant, conversation }
const left = (of: Partial<Header>, messages: ReadonlyArray<MessageFacts>, id: string) =>
  neighboursOf(
    conversationRow(header(of), tenant),
    messages.map((each) => messageRow(each, key)),
    messageId(id),
  )

const ref = (n: number, customerN = n) => ({ id: messageId(`m${n}`), n: customerN, at: time(100 + n) })

describe('what is left once a message is removed', () => {
  // Asked, answered, asked again twice, a note.
  const messages = [
    message(1),
    message(2, { author: anna }),
    message(3),
    message(4),
    message(5, { author: anna, customerN: null, answers: true }),
  ]
  const now = {
    staffN: 5,
    customerN: 4,
    lastStaff: ref(5),
    lastCustomer: ref(4),
    answeredN: 2,
    run: { ...ref(3), staffN: 3 },
  }
  const unchanged = { lastStaff: now.lastStaff, lastCustomer: now.lastCustomer, answeredN: 2, run: now.run }

  test('the last of an audience falls back to the one before', () => {
    expect(left(now, messages, 'm5')).toEqual({ ...unchanged, lastStaff: ref(4) })
    expect(left(now, messages, 'm4')).toEqual({ ...unchanged, lastCustomer: ref(3) })
  })

  test('the first of the run gives way to the next', () => {
    expect(left(now, messages, 'm3')).toEqual({ ...unchanged, run: { ...ref(4), staffN: 4 } })
  })

  test('D22 without its answer everything before waits again, but not what was settled', () => {
    expect(left(now, messages, 'm2')).toEqual({ ...unchanged, answeredN: 0, run: { ...ref(1), staffN: 1 } })
    expect(left({ ...now, settledN: 1 }, messages, 'm2')).toEqual({ ...unchanged, answeredN: 1 })
  })

  test('an earlier answer holds once the last one is gone', () => {
    const twice = [message(1), message(2, { author: anna }), message(3), message(4, { author: anna })]
    const answered = { staffN: 4, customerN: 4, lastStaff: ref(4), lastCustomer: ref(4), answeredN: 4 }
    expect(left(answered, twice, 'm4')).toEqual({
      lastStaff: ref(3),
      lastCustomer: ref(3),
      answeredN: 2,
      run: { ...ref(3), staffN: 3 },
    })
  })

  test('an earlier answer to what was settled since does not count', () => {
    const twice = [message(1), message(2, { author: anna }), message(3), message(4, { author: anna })]
    const answered = { staffN: 4, customerN: 4, lastStaff: ref(4), lastCustomer: ref(4), answeredN: 4 }
    expect(left({ ...answered, settledN: 3 }, twice, 'm4')).toEqual({
      lastStaff: ref(3),
      lastCustomer: ref(3),
      answeredN: 3,
      run: null,
    })
  })

  test('around what does not exist there is nothing', () => {
    expect(left(now, messages, 'm9')).toBeNull()
  })
})

test('a row holds all of what it was made from', () => {
  const all = header({
    run: { ...ref(3), staffN: 4 },
    lastStaff: ref(4),
    lastCustomer: ref(3),
    reopened: { at: time(7), n: 2 },
    source: { type: 'order', id: '7' },
  })
  expect(headerOf(conversationRow(all, tenant))).toEqual(all)
  expect(headerOf(conversationRow(header(), tenant))).toEqual(header())
  const someone = seat(anna, { hiddenN: 2, flag: true, ownN: 4 })
  expect(seatOf(seatRow(all, someone, tenant))).toEqual(someone)
  const note = message(3, { customerN: null, hash: 'h' })
  expect(messageFactsOf(messageRow(note, key), 'h')).toEqual(note)
})
