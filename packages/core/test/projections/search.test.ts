import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Version } from '../../src/conversation/Ids.ts'
import type { Match } from '../../src/projections/Query.ts'
import { search } from '../../src/projections/search.ts'
import { matches, phoneDigits, phoneQuery, queryTerms, terms } from '../../src/projections/terms.ts'
import type { TermRow } from '../../src/projections/Tables.ts'
import { sightsOf } from '../../src/projections/visibility.ts'
import type { Viewer } from '../../src/projections/Viewer.ts'
import { anna, cleo, conversation, database, message, seat, stream, tenant, viewer } from './fixtures.ts'

const finds = (asked: string, text: string) => matches(queryTerms(asked), terms(text))

describe('words', () => {
  test.each([
    ['strasse', 'Die Straße 7'],
    ['STR', 'Die Straße 7'],
    ['cafe', 'Un café crème'],
    ['Café', 'cafe'],
    ['οδοσ', 'ΟΔΟΣ'],
    ['東', '会議は東京で'],
    ['京', '会議は東京'],
    ['東京', '会議は東京で'],
    ['안녕', '안녕하세요'],
    ['order 7', 'your order no. 712'],
    ['b2b', 'B2B-portal'],
  ])('%s is found in %s', (asked, text) => {
    expect(finds(asked, text)).toBe(true)
  })

  test.each([
    ['京東', '会議は東京で'],
    ['order 8', 'your order no. 712'],
    ['rder', 'order'],
    ['%', 'everything'],
    ['', 'everything'],
  ])('%s is not found in %s', (asked, text) => {
    expect(finds(asked, text)).toBe(false)
  })

  test('every text is found by itself, and by the beginning of any of its words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const stored = terms(text)
        expect(stored.every((term) => term !== '' && Array.from(term).length <= 64)).toBe(true)
        expect(new Set(stored).size).toBe(stored.length)
        if (stored.length > 0) expect(matches(queryTerms(text), stored)).toBe(true)
      }),
    )
  })

  test('V15 numbers are found by their end, however they are written', () => {
    expect(phoneDigits('+44 (0)20 7946-0958')).toBe('4402079460958')
    expect(phoneDigits('none')).toBeNull()
    expect(phoneQuery('0171 2345')).toBe('1712345')
    expect(phoneQuery('0044 171')).toBe('44171')
    expect(phoneQuery('012')).toBeNull()
  })
})

describe('search in a conversation', () => {
  const term = (version: number, some: Partial<TermRow>): TermRow => ({
    tenant,
    conversation,
    version: version as Version,
    body: [],
    subject: [],
    name: [],
    phone: null,
    ...some,
  })
  const of = stream({
    header: { subjectVersion: 1 as Version },
    seats: [seat(anna), seat(cleo, { nameVersion: 9 as Version })],
    messages: [
      message(1),
      message(2, { author: anna, customerN: null }),
      message(3, { customerN: 2, removed: true }),
      message(4, { customerN: 3 }),
    ],
    terms: [
      term(1, { subject: terms('Broken pump') }),
      term(2, { body: terms('The pump leaks') }),
      term(3, { body: terms('Secret plan about the pump') }),
      term(4, { body: terms('vanished') }),
      term(5, { body: terms('It drips') }),
      term(9, { name: terms('Cleo Marsh'), phone: '442079460958' }),
    ],
  })
  const found = (who: Viewer, some: Partial<Match>) => {
    const sight = sightsOf(who, database(of))(of)
    return sight === null
      ? 'no access'
      : search({ text: null, participant: null, phone: null, ...some }, sight)
  }

  test('the newest message that the viewer sees; a note only by staff, a removed one by nobody', () => {
    expect(found(viewer(anna), { text: ['pump'] })).toEqual({ message: 'm2' })
    expect(found(viewer(cleo), { text: ['pump'] })).toEqual({ message: 'm1' })
    expect(found(viewer(cleo), { text: ['secret'] })).toBeNull()
    expect(found(viewer(anna), { text: ['vanished'] })).toBeNull()
  })

  test('all words within one message or the subject', () => {
    expect(found(viewer(cleo), { text: ['leaks', 'drips'] })).toBeNull()
    expect(found(viewer(cleo), { text: ['broken', 'pump'] })).toEqual({ message: null })
  })

  test('V15 by name or number, the number for staff only', () => {
    expect(found(viewer(anna), { participant: ['mar', 'cleo'] })).toEqual({ message: null })
    expect(found(viewer(anna), { participant: ['anna'] })).toBeNull()
    expect(found(viewer(anna), { phone: '0958' })).toEqual({ message: null })
    expect(found(viewer(cleo), { phone: '0958' })).toBeNull()
    expect(found(viewer(anna), {})).toBeNull()
    expect(found(viewer(anna), { phone: '' })).toBeNull()
    expect(found(viewer(anna), { text: ['drips'], phone: '1111' })).toBeNull()
  })
})
