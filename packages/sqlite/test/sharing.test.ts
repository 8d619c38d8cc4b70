import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { sqlite, type SqliteStorage } from '../src/index.ts'
import { annaLooks, commit, commitInside, left, newFile, one, post, right, start } from './support/desk.ts'

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test('another writer is waited for without blocking the event loop', async () => {
  const filename = newFile()
  const storage = sqlite({ filename })
  right(await storage.migrate())
  const other = new Database(filename)
  other.exec('begin immediate')
  const waiting = commit(storage, start('one'))
  let ticks = 0
  const timer = setInterval(() => (ticks += 1), 10)
  await pause(300)
  clearInterval(timer)
  expect(ticks).toBeGreaterThan(10)
  other.exec('commit')
  right(await waiting)
  other.close()
  await storage.close()
})

test('a transaction of the host on its handle keeps batches off it', async () => {
  const database = new Database(newFile())
  const storage = sqlite({ database })
  right(await storage.migrate())
  database.exec('begin')
  let done = false
  const waiting = commit(storage, start('one')).then((result) => {
    done = true
    return result
  })
  await pause(100)
  expect(done).toBe(false)
  database.exec('rollback')
  right(await waiting)
  expect(right(await storage.query({ _tag: 'Conversations', ids: [one] }, annaLooks)())).toHaveLength(1)
  database.close()
})

test('within: host rows and conversation commit together or not at all', async () => {
  const database = new Database(newFile())
  database.exec('create table orders (id text)')
  const storage = sqlite({ database })
  right(await storage.migrate())
  const order = (id: string, fails: boolean): void => {
    database.transaction(() => {
      database.prepare('insert into orders values (?)').run(id)
      const inside = right(storage.within(database))
      commitInside(inside, start(id))
      commitInside(inside, post(id, 'Hello'))
      if (inside.mode !== 'sync') throw new Error('not synchronous')
      expect(right(inside.query({ _tag: 'Conversations', ids: [id as never] }, annaLooks))).toHaveLength(1)
      if (fails) throw new Error('the host changed its mind')
    })()
  }
  order('kept', false)
  expect(() => order('dropped', true)).toThrow('changed its mind')
  const seen = right(
    await storage.query({ _tag: 'Conversations', ids: ['kept', 'dropped'] as never }, annaLooks)(),
  )
  expect(seen.map(({ conversation }) => conversation.conversation)).toEqual(['kept'])
  expect(database.prepare('select id from orders').pluck().all()).toEqual(['kept'])
  const log = right(await storage.read({ tenant: annaLooks.tenant, after: 0 as never }, 100)())
  expect(log.map(({ position }) => position)).toEqual(log.map((_, i) => i + 1))
  database.close()
})

test('within: a batch that fails leaves the rest of the transaction as it was', async () => {
  const database = new Database(newFile())
  const storage = sqlite({ database })
  right(await storage.migrate())
  database.exec('begin')
  const inside = right(storage.within(database))
  if (inside.mode !== 'sync') throw new Error('not synchronous')
  commitInside(inside, start('one'))
  const faulty = () =>
    inside.commit([], () => {
      throw new RangeError('a fault in the code')
    })
  expect(faulty).toThrow(RangeError)
  expect(database.inTransaction).toBe(true)
  database.exec('commit')
  expect(left(inside.query({ _tag: 'Head' }, annaLooks))._tag).toBe('TransactionRefused')
  expect(right(await storage.query({ _tag: 'Conversations', ids: [one] }, annaLooks)())).toHaveLength(1)
  database.close()
})

const session = (storage: SqliteStorage, database: Database.Database) => {
  const inside = right(storage.within(database))
  if (inside.mode !== 'sync') throw new Error('not synchronous')
  return inside
}

test.for([
  ['committed', 'commit'],
  ['rolled back', 'rollback'],
] as const)('within: a session of a transaction that was %s is refused in the next one', async ([, ends]) => {
  const database = new Database(newFile())
  const storage = sqlite({ database })
  right(await storage.migrate())
  database.exec('begin')
  const kept = session(storage, database)
  const used = session(storage, database)
  commitInside(used, start('one'))
  database.exec(ends)
  database.exec('begin')
  const refused = { _tag: 'TransactionRefused', detail: expect.stringContaining('has ended') }
  for (const old of [kept, used]) {
    expect(left(old.commit([], () => ({ events: [], changes: [], receipts: [], positionsOf: [] })))).toEqual(
      refused,
    )
    expect(left(old.query({ _tag: 'Head' }, annaLooks))).toEqual(refused)
  }
  const own = session(storage, database)
  commitInside(own, start('two'))
  // A new session in a transaction takes nothing from one that began there before.
  commitInside(session(storage, database), post('two', 'Hello'))
  commitInside(own, post('two', 'Hello again'))
  for (const old of [kept, used]) expect(left(old.query({ _tag: 'Head' }, annaLooks))).toEqual(refused)
  database.exec('commit')
  const log = right(await storage.read({ tenant: annaLooks.tenant, after: 0 as never }, 100)())
  expect(new Set(log.map(({ conversation }) => conversation))).toEqual(
    new Set(ends === 'commit' ? ['one', 'two'] : ['two']),
  )
  database.close()
})

test('within: a session goes on after a savepoint of the host, released or rolled back to', async () => {
  const database = new Database(newFile())
  const storage = sqlite({ database })
  right(await storage.migrate())
  const changedMind = database.transaction(() => {
    throw new Error('the host changed its mind')
  })
  database.transaction(() => {
    const own = session(storage, database)
    database.transaction(() => commitInside(own, start('one')))()
    expect(changedMind).toThrow('changed its mind')
    commitInside(own, post('one', 'Hello'))
  })()
  expect(right(await storage.heads())).toMatchObject([{ head: expect.any(Number) }])
  database.close()
})

test('within: what breaks a foreign key of the host is refused when the host commits', async () => {
  const database = new Database(newFile())
  database.exec('create table shelf (id text primary key); create table book (shelf text references shelf)')
  const storage = sqlite({ database })
  right(await storage.migrate())
  const shelve = database.transaction((shelf: string) => {
    commitInside(session(storage, database), start(shelf))
    database.prepare('insert into book values (?)').run(shelf)
  })
  expect(() => shelve('none')).toThrow(/FOREIGN KEY/u)
  expect(right(await storage.heads())).toEqual([])
  expect(database.prepare('select count(*) from book').pluck().get()).toBe(0)
  database.close()
})

test('while the host reads on the handle, commits wait, and all goes on after it', async () => {
  const database = new Database(newFile())
  const storage = sqlite({ database })
  right(await storage.migrate())
  right(await commit(storage, start('one')))
  const reading = database.prepare('select * from colloquy_event').iterate()
  reading.next()
  let done = false
  const waiting = commit(storage, post('one', 'Hello')).then((result) => {
    done = true
    return result
  })
  await pause(60)
  expect(done).toBe(false)
  reading.return?.()
  right(await waiting)
  database.close()
})

test('within takes the very handle, in a transaction, and nothing else', async () => {
  const filename = newFile()
  const database = new Database(filename)
  const storage = sqlite({ database })
  expect(left(storage.within(database))).toMatchObject({ _tag: 'TransactionRefused' })
  right(await storage.migrate())
  expect(left(storage.within(database))).toMatchObject({
    detail: expect.stringContaining('begin a transaction'),
  })
  for (const handle of [null, undefined, {}, 'x', new Database(filename)]) {
    expect(left(storage.within(handle))).toMatchObject({ detail: expect.stringContaining('opened with') })
  }
  database.close()
})

test('a hint comes soon after another process committed', async () => {
  const filename = newFile()
  const storage = sqlite({ filename, pollInterval: 50 })
  right(await storage.migrate())
  const other = sqlite({ filename })
  let woken = 0
  const stop = storage.hint(() => (woken += 1))
  right(await commit(other, start('one')))
  for (let i = 0; i < 50 && woken === 0; i++) await pause(20)
  stop()
  expect(woken).toBeGreaterThan(0)
  await other.close()
  await storage.close()
})

test('a hint comes, too, when somebody commits who shares the handle', async () => {
  const database = new Database(newFile())
  const storage = sqlite({ database, pollInterval: 50 })
  right(await storage.migrate())
  const other = sqlite({ database })
  let woken = 0
  const stop = storage.hint(() => (woken += 1))
  await pause(120)
  expect(woken).toBe(0)
  right(await commit(other, start('one')))
  for (let i = 0; i < 50 && woken === 0; i++) await pause(20)
  stop()
  expect(woken).toBeGreaterThan(0)
  await storage.close()
  database.close()
})
