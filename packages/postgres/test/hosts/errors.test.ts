import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlStateOf } from '../../src/hosts/sqlState.ts'
import { ask, failureOf, orders } from '../support/hosts/ask.ts'
import type { Open } from '../support/hosts/Host.ts'
import { hosts } from '../support/hosts/hosts.ts'
import { openHost } from '../support/hosts/openHost.ts'

const raising = (code: string) => `do $$ begin raise exception using errcode = '${code}'; end $$`

const codes = [
  '08006',
  '22P02',
  '22021',
  '23502',
  '23503',
  '23505',
  '23514',
  '25006',
  '3F000',
  '40001',
  '40P01',
]
const more = [
  '42501',
  '42703',
  '42883',
  '42P01',
  '42P05',
  '53100',
  '53300',
  '55P03',
  '57014',
  'P0001',
  'XX001',
]

describe.each(hosts)('$name', (host) => {
  let open: Open
  beforeAll(async () => {
    open = await openHost(host)
  })
  afterAll(() => open?.close())

  test.each([...codes, ...more])('keeps the code %s', async (code) => {
    const error = await failureOf(open.transact(({ transaction }) => transaction.query(raising(code), [])))
    expect(error).toBeInstanceOf(Error)
    expect(sqlStateOf(error)).toBe(code)
  })

  test('keeps the code of an error about values, and of one of the host', async () => {
    const ours = open.transact(async ({ transaction, order }) => {
      await order('twice')
      await transaction.query('insert into host_order values ($1)', ['twice'])
    })
    expect(sqlStateOf(await failureOf(ours))).toBe('23505')
    const theirs = open.transact(async ({ transaction, order }) => {
      await transaction.query('insert into host_order values ($1)', ['twice'])
      await order('twice')
    })
    expect(sqlStateOf(await failureOf(theirs))).toBe('23505')
    expect(await open.transact(({ transaction }) => orders(transaction, 'twice'))).toBe('0')
  })

  test('names the statement after an error, which the transaction refuses', async () => {
    const refused: Array<string | null> = []
    const work = open.transact(async ({ transaction }) => {
      await failureOf(transaction.query(raising('23505'), []))
      refused.push(sqlStateOf(await failureOf(transaction.query('select 1', []))))
      throw new Error('nothing can be kept')
    })
    await failureOf(work)
    expect(refused).toEqual(['25P02'])
  })

  test('a savepoint leaves the transaction usable after an error, but where the driver ends it', async () => {
    const work = open.transact(async ({ transaction, order }) => {
      await order('savepoint before')
      await transaction.query('savepoint ours', [])
      const error = await failureOf(transaction.query(raising('55P03'), []))
      await transaction.query('rollback to savepoint ours', [])
      await transaction.query('release savepoint ours', [])
      await order('savepoint after')
      return error
    })
    const error = await (host.survivesErrors ? work : failureOf(work))
    expect(sqlStateOf(error)).toBe('55P03')
    const kept = await open.transact(({ transaction }) => orders(transaction, 'savepoint'))
    expect(kept).toBe(host.survivesErrors ? '2' : '0')
  })

  test('a handle outlives its transaction only where it is a connection', async () => {
    const number = 'select pg_current_xact_id()::text as row'
    const [ended, before] = await open.transact(async ({ transaction }) => {
      const first = await ask(transaction, number)
      expect(await ask(transaction, number)).toBe(first)
      return [transaction, first]
    })
    if (host.endsHandles) {
      expect(sqlStateOf(await failureOf(ask(ended, number)))).toBeNull()
    } else {
      // Then it is the number of the transaction, or a savepoint, that tells.
      expect(await ask(ended, number)).not.toBe(before)
      expect(sqlStateOf(await failureOf(ended.query('savepoint ours', [])))).toBe('25P01')
    }
  })
})
