import { expect, it } from 'vitest'
import type { Chat, SessionActor } from '../../src/index.ts'
import { roles } from '../../src/index.ts'
import { overStorages } from './support/opening.ts'
import { anna, bert, carl, cleo, staff } from './support/people.ts'
import { ids, refused } from './support/reading.ts'

const lead = staff('lee', {
  can: [...roles.admin, 'message.removeAny', 'message.editAny', 'message.publish'],
})

/** A conversation of Cleo's with one public message, named so that lists can be read. */
const saying = async (chat: Chat, id: string, body: string) => {
  await chat.as(anna).start({ type: 'customer', id, customer: 'cleo', message: { messageId: 'm', body } })
}
const nowhere = { ok: true, value: { rows: [], next: null } }
const found = async (chat: Chat, viewer: SessionActor, text: string) =>
  ids(await chat.as(viewer).search({ text }))

overStorages('Search', (open) => {
  it('all words must match, each as the beginning of a word of one message', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'a', 'The quick brown fox')
    await saying(chat, 'b', 'quick')
    await chat.as(anna).post({ conversationId: 'b', body: 'brown' })
    expect(await found(chat, cleo, 'quick')).toEqual(['b', 'a'])
    expect(await found(chat, cleo, 'bro qui')).toEqual(['a'])
    expect(await found(chat, cleo, 'uick')).toEqual([])
    expect(await found(chat, cleo, 'quick wolf')).toEqual([])
  })

  it('without regard to case and accents', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'a', 'Crème brûlée für Zoë, STRASSE, ΟΔΟΣ')
    for (const text of ['creme', 'BRULEE', 'fur zoe', 'zoë', 'straße', 'οδος']) {
      expect([text, await found(chat, cleo, text)]).toEqual([text, ['a']])
    }
  })

  it('every character is literal: % _ " * ( ) OR NOT NEAR', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'a', 'apple')
    await saying(chat, 'b', 'banana or not near')
    for (const text of ['app%', 'a_ple', '"apple', 'apple"', 'appl*', '(apple)', 'apple)']) {
      const literal = text === 'a_ple' ? [] : ['a']
      expect([text, await found(chat, cleo, text)]).toEqual([text, literal])
    }
    for (const text of ['apple OR banana', 'apple NOT banana', 'apple AND banana', 'NEAR(apple banana)']) {
      expect([text, await found(chat, cleo, text)]).toEqual([text, []])
    }
    expect(await found(chat, cleo, 'banana OR')).toEqual(['b'])
    expect(await found(chat, cleo, 'NOT near')).toEqual(['b'])
    for (const text of ['%', '"', '*', "'", '\\', '🙏', '…', ' : ']) {
      expect([text, await chat.as(cleo).try.search({ text })]).toEqual([text, nowhere])
      expect([text, await chat.as(anna).try.search({ participant: text })]).toEqual([text, nowhere])
    }
    for (const text of ['', '   ']) {
      expect(await chat.as(cleo).try.search({ text })).toEqual(refused('InvalidInput', { field: 'text' }))
    }
  })

  it('letters with strokes are those that people type, and marks that are letters stay', async () => {
    const { chat } = await open('helpdesk')
    await saying(
      chat,
      'a',
      'Łódź, Ørsted, Đakovo, faðir, Ħal, Ŧavvi, Ægir, œuvre, Þór, kırmızı, STRAẞE, İzmir',
    )
    for (const text of [
      'lodz ŁÓDŹ orsted Ørsted dakovo fadir hal tavvi aegir ægir oeuvre œuvre thor kirmizi strasse straße izmir',
    ].flatMap((all) => all.split(' '))) {
      expect([text, await found(chat, cleo, text)]).toEqual([text, ['a']])
    }
    await saying(chat, 'b', 'パパ')
    await saying(chat, 'c', 'ハハ')
    await saying(chat, 'd', 'राम की किताब')
    await saying(chat, 'e', 'राम का कमरा')
    for (const [text, where] of [
      ['パパ', ['b']],
      ['ﾊﾟﾊﾟ', ['b']],
      ['ハハ', ['c']],
      ['की', ['d']],
      ['का', ['e']],
      ['राम', ['e', 'd']],
    ] as const) {
      expect([text, await found(chat, cleo, text)]).toEqual([text, where])
    }
  })

  it('Thai, Lao, Khmer and Burmese by any part of them', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'th', 'สวัสดีครับ คำสั่งซื้อยังไม่มา')
    await saying(chat, 'lo', 'ສະບາຍດີຂອບໃຈ')
    await saying(chat, 'km', 'សូមអរគុណច្រើន')
    await saying(chat, 'my', 'မင်္ဂလာပါကျေးဇူးတင်ပါတယ်')
    for (const [text, where] of [
      ['ครับ', ['th']],
      ['สั่งซื้อ', ['th']],
      ['รับค', []],
      ['ຂອບໃຈ', ['lo']],
      ['ใจ', []],
      ['អរគុណ', ['km']],
      ['គ', ['km']],
      ['ကျေးဇူး', ['my']],
      ['ကျေးပါ', []],
    ] as const) {
      expect([text, await found(chat, cleo, text)]).toEqual([text, where])
    }
  })

  it('words at each limit and beyond: 64 letters, a body of 64 KiB, a search of 1000 characters', async () => {
    const { chat } = await open('helpdesk')
    for (const [id, letter] of [
      ['x', 'x'],
      ['ж', 'ж'],
      ['deseret', '\u{10428}'],
    ] as const) {
      await saying(chat, `${id} 63`, letter.repeat(63))
      await saying(chat, `${id} 64`, letter.repeat(64))
      await saying(chat, `${id} 65`, letter.repeat(65))
      const both = [`${id} 65`, `${id} 64`]
      expect(await found(chat, cleo, letter.repeat(63))).toEqual([...both, `${id} 63`])
      for (const length of [64, 65, 400]) {
        expect([id, length, await found(chat, cleo, letter.repeat(length))]).toEqual([id, length, both])
      }
    }
    const many = Array.from({ length: 21_845 }, (_, n) => String.fromCodePoint(0x4e00 + (n % 20_000))).join(
      '',
    )
    await saying(chat, 'full', many)
    expect(Buffer.byteLength(many)).toBe(65_535)
    for (const part of [many.slice(-1000), many.slice(12_345, 12_347)]) {
      expect(await found(chat, cleo, part)).toEqual(['full'])
    }
    expect(await found(chat, cleo, `${many.slice(0, 8)}\u4e00x`)).toEqual([])
    await saying(chat, 'words', Array.from({ length: 500 }, (_, n) => n.toString(36)).join(' '))
    const words = Array.from({ length: 300 }, (_, n) => n.toString(36)).join(' ')
    expect(await found(chat, cleo, words)).toEqual(['words'])
    expect(await chat.as(cleo).try.search({ text: 'x'.repeat(1001) })).toEqual(
      refused('InvalidInput', { field: 'text', limit: 1000 }),
    )
    const name = 'ก'.repeat(66)
    await chat.as(anna).start({ type: 'customer', id: 'named', customer: { id: 'cleo', name } })
    expect(ids(await chat.as(anna).search({ participant: name }))).toEqual(['named'])
  })

  it('Chinese and Japanese by any of their characters', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'a', '我的订单还没有到')
    await saying(chat, 'b', '注文はまだです')
    expect(await found(chat, cleo, '订单')).toEqual(['a'])
    expect(await found(chat, cleo, '到')).toEqual(['a'])
    expect(await found(chat, cleo, '没有到')).toEqual(['a'])
    expect(await found(chat, cleo, '单订')).toEqual([])
    expect(await found(chat, cleo, 'まだ')).toEqual(['b'])
  })

  it('subjects are found, and the newest message that matches is named', async () => {
    const { chat } = await open('helpdesk')
    await chat.as(anna).start({ type: 'customer', id: 'a', customer: 'cleo', subject: 'Blue paint' })
    await saying(chat, 'b', 'blue one')
    await chat.as(anna).post({ conversationId: 'b', body: 'blue two' })
    const { rows } = await chat.as(cleo).search({ text: 'blue' })
    expect(rows).toMatchObject([
      { id: 'b', match: { body: 'blue two' } },
      { id: 'a', match: null },
    ])
    await chat.as(lead).rename({ conversationId: 'a', subject: 'Red paint' })
    expect(await found(chat, cleo, 'blue')).toEqual(['b'])
    expect(await found(chat, cleo, 'red')).toEqual(['a'])
  })

  it('newest first, whatever matches better', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'a', 'paint paint paint')
    await saying(chat, 'b', 'a long text in which paint is said once')
    expect(await found(chat, cleo, 'paint')).toEqual(['b', 'a'])
    await chat.as(cleo).post({ conversationId: 'a', body: 'other' })
    expect(await found(chat, cleo, 'paint')).toEqual(['a', 'b'])
    const first = await chat.as(cleo).search({ text: 'paint', limit: 1 })
    const second = await chat.as(cleo).search({ text: 'paint', limit: 1, cursor: first.next })
    expect([ids(first), ids(second), second.next]).toEqual([['a'], ['b'], null])
  })

  it('visibility before matching: notes, internal and others’ conversations are found by who sees them', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'a', 'public word')
    await chat
      .as(anna)
      .post({ conversationId: 'a', messageId: 'note', body: 'secret word', visibility: 'internal' })
    await chat.as(anna).start({ type: 'internal', id: 'b', message: 'secret word' })
    expect(await found(chat, cleo, 'word')).toEqual(['a'])
    expect((await chat.as(cleo).search({ text: 'word' })).rows).toMatchObject([
      { match: { body: 'public word' } },
    ])
    expect(await found(chat, cleo, 'secret')).toEqual([])
    expect(await found(chat, carl, 'word')).toEqual([])
    expect(await found(chat, bert, 'secret')).toEqual(['a'])
    expect(await found(chat, anna, 'secret')).toEqual(['b', 'a'])
    await chat.as(lead).publish({ conversationId: 'a', messageId: 'note' })
    expect(await found(chat, cleo, 'secret')).toEqual(['a'])
  })

  it('removed messages and old texts of edited ones are not found', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'a', 'first words')
    await chat.as(lead).edit({ conversationId: 'a', messageId: 'm', body: 'second words' })
    expect(await found(chat, cleo, 'first')).toEqual([])
    expect(await found(chat, cleo, 'second')).toEqual(['a'])
    await chat.as(lead).remove({ conversationId: 'a', messageId: 'm' })
    expect(await found(chat, lead, 'second')).toEqual([])
  })

  it('names of participants', async () => {
    const { chat } = await open('helpdesk')
    const named = { id: 'cleo', name: 'Cléo Patra' }
    await chat.as(anna).start({ type: 'customer', id: 'a', customer: named })
    await chat.as(anna).start({ type: 'customer', id: 'b', customer: { id: 'carl', name: 'Carl Patra' } })
    const called = async (participant: string) => ids(await chat.as(anna).search({ participant }))
    expect(await called('patra')).toEqual(['b', 'a'])
    expect(await called('pat cle')).toEqual(['a'])
    expect(await called('carl cleo')).toEqual([])
    expect(ids(await chat.as(cleo).search({ participant: 'patra' }))).toEqual(['a'])
  })

  it('names of staff are found by customers only where these wrote publicly', async () => {
    const { chat } = await open('helpdesk')
    const participants = [{ id: 'bert', kind: 'staff', name: 'Nora' }] as const
    await chat.as(anna).start({ type: 'customer', id: 'a', customer: 'cleo', participants })
    const called = async (who: typeof cleo | typeof anna) =>
      ids(await chat.as(who).search({ participant: 'nora' }))
    expect([await called(anna), await called(cleo)]).toEqual([['a'], []])
    await chat.as(bert).post({ conversationId: 'a', body: 'x' })
    expect(await called(cleo)).toEqual(['a'])
  })

  it('phone: at least 4 digits, a suffix of the E.164 form, for staff only', async () => {
    const { chat } = await open('helpdesk')
    await chat
      .as(anna)
      .start({ type: 'customer', id: 'a', customer: { id: 'cleo', phone: '+49 170 123-4567' } })
    const by = async (phone: string) => ids(await chat.as(anna).search({ phone }))
    for (const phone of ['4567', '1234567', '0170 1234567', '0049 170 1234567', '+491701234567']) {
      expect([phone, await by(phone)]).toEqual([phone, ['a']])
    }
    for (const phone of ['1701', '9991234567', '00170 1234568'])
      expect([phone, await by(phone)]).toEqual([phone, []])
    await chat
      .as(anna)
      .start({ type: 'customer', id: 'b', customer: { id: 'carl', phone: '+49 (0)30 / 765 43-21' } })
    for (const phone of [
      '+49307654321',
      '030 7654321',
      '(030) 765-4321',
      '0049 (0)30 7654321',
      '(0)30 7654321',
    ]) {
      expect([phone, await by(phone)]).toEqual([phone, ['b']])
    }
    await chat.as(anna).start({ type: 'customer', id: 'c', customer: { id: 'dora', phone: '+49 (0)30' } })
    expect(await by('+4930')).toEqual(['c'])
    for (const phone of ['567', '0567', '+', '%%%%', '(0)567']) {
      expect(await chat.as(anna).try.search({ phone })).toEqual(
        refused('InvalidInput', { field: 'phone', limit: 4 }),
      )
    }
    expect(await chat.as(cleo).try.search({ phone: '4567' })).toEqual(
      refused('Forbidden', { capability: null }),
    )
  })

  it('within a view, and with a filter', async () => {
    const { chat } = await open('helpdesk')
    await saying(chat, 'a', 'word')
    await saying(chat, 'b', 'word')
    await chat.as(bert).pick({ conversationId: 'a' })
    expect(ids(await chat.as(bert).search({ text: 'word', view: 'assigned' }))).toEqual(['a'])
    expect(ids(await chat.as(bert).search({ text: 'word', filter: { assignee: null } }))).toEqual(['b'])
    const bare = staff('bo', { can: [] })
    expect(await chat.as(bare).try.search({ text: 'word', view: 'teamInbox' })).toEqual(
      refused('Forbidden', { capability: 'view.team' }),
    )
    expect(await chat.as(anna).try.search({})).toEqual(refused('InvalidInput', { field: 'text' }))
  })
})
