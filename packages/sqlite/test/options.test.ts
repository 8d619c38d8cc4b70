import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { sqlite } from '../src/index.ts'
import { newFile, right } from './support/desk.ts'

/** What plain JavaScript might give, whatever the types say. */
const given = (options: unknown): Parameters<typeof sqlite>[0] => options as Parameters<typeof sqlite>[0]

const handleWithout = (name: string): object => {
  const database = new Database(':memory:')
  return new Proxy(database, {
    get: (target, asked) => (asked === name ? undefined : Reflect.get(target, asked, target)),
  })
}

describe('an option that can’t be right is a TypeError at once', () => {
  it.for([
    ['no options', undefined, /filename, database, pollInterval/],
    ['neither file nor handle', {}, /:memory:/],
    ['a filename that is not set', { filename: undefined }, /filename: give the path.*:memory:/],
    ['null for a filename', { filename: null }, /filename/],
    ['an empty filename', { filename: '' }, /filename/],
    ['a blank filename', { filename: ' \n' }, /filename/],
    ['a filename that ends before its end', { filename: 'chat\u0000.db' }, /filename/],
    ['bytes for a filename', { filename: Buffer.from('chat.db') }, /filename/],
    ['a handle that is not set', { database: undefined }, /better-sqlite3/],
    ['something else for a handle', { database: 'chat.db' }, /better-sqlite3/],
    ['a handle that does not tell of transactions', { database: handleWithout('inTransaction') }, /inTrans/],
    ['a handle that can’t prepare', { database: handleWithout('prepare') }, /prepare/],
    ['a handle of a database without a name', { database: new Database() }, /without a name/],
    ['both', { filename: newFile(), database: new Database(':memory:') }, /not both/],
    [
      'an option that there is not',
      { filename: newFile(), pollinterval: 5 },
      /no option pollinterval; there/,
    ],
    ['never looking', { filename: newFile(), pollInterval: 0 }, /pollInterval: give milliseconds/],
    ['no number', { filename: newFile(), pollInterval: Number.NaN }, /pollInterval/],
    ['a text for a number', { filename: newFile(), pollInterval: '1000' }, /pollInterval/],
    ['longer than a timer waits', { filename: newFile(), pollInterval: 2 ** 31 }, /pollInterval/],
  ] as const)('%s', ([, options, message]) => {
    expect(() => sqlite(given(options))).toThrow(TypeError)
    expect(() => sqlite(given(options))).toThrow(message)
  })
})

it('a database in memory is one that was asked for by its name', async () => {
  const storage = sqlite({ filename: ':memory:' })
  right(await storage.migrate())
  await storage.close()
})
