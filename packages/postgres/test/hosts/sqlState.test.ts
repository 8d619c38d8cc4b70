import { expect, test } from 'vitest'
import { sqlStateOf } from '../../src/hosts/sqlState.ts'

test.each([
  ['pg', { code: '23505' }, '23505'],
  ['a cause', { code: 'ANY', cause: { cause: { code: '40P01' } } }, '40P01'],
  ['Prisma', { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '40001' } } } }, '40001'],
  ['a function of ours', { code: 'P0001' }, 'P0001'],
])('finds the code of %s', (_, fields, code) => {
  expect(sqlStateOf(Object.assign(new Error('failed'), fields))).toBe(code)
})

test.each([
  ['a broken pipe', { code: 'EPIPE' }],
  ['an end of a connection', { code: 'ECONNRESET' }],
  ['an error of Prisma alone', { code: 'P2028', meta: { error: '23505' } }],
  ['a number', { code: 23505 }],
  ['a cause that is words', { cause: 'HELLO' }],
])('finds none in %s', (_, fields) => {
  expect(sqlStateOf(Object.assign(new Error('23505'), fields))).toBeNull()
})

test.each([null, undefined, '23505', 23505])('finds none in %s, which is no error', (thrown) => {
  expect(sqlStateOf(thrown)).toBeNull()
})

test('ends with an error that is its own cause', () => {
  const error = new Error('round and round')
  error.cause = error
  expect(sqlStateOf(error)).toBeNull()
})
