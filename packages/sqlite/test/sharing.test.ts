import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
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
  const failed = inside.commit([], () => {
    throw new Error('a fault in the code')
  })
  expect(left(failed)._tag).toBe('Corrupt')
  expect(database.inTransaction).toBe(true)
  database.exec('commit')
  expect(left(inside.query({ _tag: 'Head' }, annaLooks))._tag).toBe('TransactionRefused')
  expect(right(await storage.query({ _tag: 'Conversations', ids: [one] }, annaLooks)())).toHaveLength(1)
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
