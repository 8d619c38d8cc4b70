import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Version } from '../../src/conversation/Ids.ts'
import type { Match } from '../../src/projections/seen/Query.ts'
import { search } from '../../src/projections/seen/search.ts'
import { phoneDigits, phoneQuery } from '../../src/projections/rows/phones.ts'
import { matches, queryTerms, terms } from '../../src/projections/rows/terms.ts'
import type { TermRow } from '../../src/projections/rows/Tables.ts'
import { sightsOf } from '../../src/projections/seen/visibility.ts'
import type { Viewer } from '../../src/projections/seen/Viewer.ts'
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
    ['lodz', 'Łódź'],
    ['Łódź', 'LODZ'],
    ['orsted', 'Ørsted'],
    ['dakovo', 'Đakovo'],
    ['fadir', 'faðir'],
    ['hal', 'Ħal Għaxaq'],
    ['sahtu', 'saħtu'],
    ['aegir', 'Ægir'],
    ['ÆGIR', 'aegir'],
    ['oeuvre', 'chef-d’œuvre'],
    ['thor', 'Þór'],
    ['kirmizi', 'KIRMIZI kırmızı'],
    ['istanbul', 'İstanbul'],
    ['ISTANBUL', 'ıstanbul'],
    ['GROSSE', 'große'],
    ['strasse', 'STRAẞE'],
    ['davvi', 'ŧdavvi davvi'],
    ['tavvi', 'Ŧavvi'],
    ['sami', 'sámi ŋ'],
    ['елка', 'Ёлка'],
    ['мой', 'МОЙ дом'],
    ['שלום', 'שָׁלוֹם'],
    ['محمد', 'مُحَمَّد'],
    ['می‌خواهم', 'میخواهم'],
    ['zusammen', 'zu\u00adsammen'],
    ['ครับ', 'สวัสดีครับ'],
    ['สวัสดี', 'สวัสดีครับ'],
    ['คำสั่งซื้อ', 'คำสั่งซื้อของฉันยังไม่มา'],
    ['ຂອບໃຈ', 'ສະບາຍດີຂອບໃຈຫຼາຍໆ'],
    ['អរគុណ', 'សូមអរគុណច្រើន'],
    ['ကျေးဇူး', 'မင်္ဂလာပါကျေးဇူးတင်ပါတယ်'],
    ['パパ', 'パパ'],
    ['ﾊﾟﾊﾟ', 'パパとママ'],
    ['か', 'がか'],
    ['की', 'राम की किताब'],
    ['কি', 'তুমি কি'],
    ['한글', '한글날'],
    ['ｏｒｄｅｒ', 'ORDER 7'],
    ['1', '1️⃣'],
    ['x'.repeat(65), `y ${'x'.repeat(70)}`],
  ])('%s is found in %s', (asked, text) => {
    expect(finds(asked, text)).toBe(true)
  })

  test.each([
    ['京東', '会議は東京で'],
    ['order 8', 'your order no. 712'],
    ['rder', 'order'],
    ['%', 'everything'],
    ['', 'everything'],
    ['🙏', 'thanks 🙏'],
    ['パパ', 'ハハ'],
    ['ハハ', 'パパ'],
    ['か', 'が'],
    ['が', 'か'],
    ['का', 'की'],
    ['মা', 'মি'],
    ['мой', 'мои'],
    ['їх', 'іх'],
    ['สวัสดีค่ะ', 'สวัสดีครับ'],
    ['รับค', 'สวัสดีครับ'],
    ['ຫຼາຍ', 'ຂອບໃຈ'],
    ['ច្រើន', 'សូមអរគុណ'],
    ['တယ်', 'ကျေးဇူး'],
    ['x'.repeat(64), 'x'.repeat(63)],
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

  test.each([64, 65, 66, 200, 5000])('a word of %i letters is one term of 64 at the most', (length) => {
    for (const letter of ['x', 'ж', 'Ж', '\u{10428}']) {
      const word = letter.repeat(length)
      const [stored, ...more] = terms(word)
      expect(more).toEqual([])
      expect(Array.from(stored ?? '')).toHaveLength(Math.min(length, 64))
      expect(queryTerms(word)).toEqual([stored])
      expect(matches(queryTerms(letter.repeat(64)), terms(word))).toBe(true)
    }
  })

  test('marks without end are one character, cut', () => {
    const heaped = `ก${'\u0e48'.repeat(500)}`
    expect(terms(heaped).every((term) => Array.from(term).length <= 64)).toBe(true)
    expect(matches(queryTerms(`${heaped}ข`), terms(`${heaped}ขค`))).toBe(true)
    expect(terms(`a${'\u0301'.repeat(5000)}`)).toEqual(['a'])
  })

  test('what is written without spaces is found by any part of it', () => {
    const letters = fc.constantFrom(...('東京会議สวัดีครບຂໃຈមអរគុណကျေဇူးがハパー'.match(/\P{M}\p{M}*/gu) ?? []))
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 40 }), fc.nat(), fc.nat(), (all, a, b) => {
        const from = a % all.length
        const part = all.slice(from, from + 1 + (b % (all.length - from))).join('')
        expect(finds(part, `see: ${all.join('')}!`)).toBe(true)
      }),
    )
  })

  test('V15 numbers are found by their end, however they are written', () => {
    const stored = phoneDigits('+49 (0)30 1234567')
    expect(stored).toBe('49301234567')
    expect(phoneDigits('+49 (0)30')).toBe('4930')
    for (const asked of ['+4930', '004930', '+49 (0)30', '0049 (0) 30', '４９３０']) {
      expect([asked, phoneDigits('+49 (0)30')?.endsWith(phoneQuery(asked) ?? 'none')]).toEqual([asked, true])
    }
    for (const asked of ['030 1234567', '(030) 123-45-67', '(0)30/1234567', '+49 30 1234567', '4567']) {
      expect([asked, stored?.endsWith(phoneQuery(asked) ?? 'none')]).toEqual([asked, true])
    }
    for (const asked of ['040 1234567', '+43 30 1234567', '+49 030 1234567']) {
      expect([asked, stored?.endsWith(phoneQuery(asked) ?? 'none')]).toEqual([asked, false])
    }
    // The zero of an Italian number is dialled from abroad, too.
    expect(phoneDigits('+39 06 6982')).toBe('39066982')
    expect(phoneDigits('+44 (0)20 7946-0958')).toBe('442079460958')
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
