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
    for (const text of ['%', '"', '*', '   ']) {
      expect(await chat.as(cleo).try.search({ text })).toEqual(refused('InvalidInput', { field: 'text' }))
    }
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
    for (const phone of ['567', '0567', '+', '%%%%']) {
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
