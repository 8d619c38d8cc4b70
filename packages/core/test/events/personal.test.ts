import { expect, test } from 'vitest'
import { contactIn, personalIn, textIn } from '../../src/conversation/personal.ts'

test('what was erased, and what is no content at all, has no texts', () => {
  for (const value of [null, undefined, 'text', 1, true]) {
    expect(personalIn(value)).toBeNull()
    expect(textIn(personalIn(value), 'body')).toBeNull()
    expect(contactIn(personalIn(value))).toBeNull()
  }
})

test('a text is given as it was written; anything else is none', () => {
  const personal = personalIn({ body: '', subject: null, name: 7, phone: ['1'] })
  expect(textIn(personal, 'body')).toBe('')
  for (const name of ['subject', 'name', 'phone', 'email']) expect(textIn(personal, name)).toBeNull()
})

test('a contact is there even where nothing of it is known', () => {
  expect(contactIn(personalIn({ name: 'Cleo', email: 'cleo@example.com' }))).toEqual({
    name: 'Cleo',
    phone: null,
    email: 'cleo@example.com',
  })
  expect(contactIn(personalIn({}))).toEqual({ name: null, phone: null, email: null })
})
