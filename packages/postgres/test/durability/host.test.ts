import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { give } from '../../../colloquy/test/support/durability/giving.ts'
import { freshSeed } from '../../../colloquy/test/support/durability/random.ts'
import { ask } from '../support/durability/asking.ts'
import { readLog } from '../support/durability/Log.ts'
import { open, poster } from '../support/durability/opening.ts'
import { start } from '../support/durability/processes.ts'
import { crossOver, holdOpen, idleElsewhere } from '../support/durability/hosting.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await newDatabase(inject('postgresUrl'))
})
afterEach(() => database.drop())

test('a process killed before the host commits leaves neither; killed after, both', async () => {
  await ask(database.url, 'create table host_order (id text primary key)')
  const times = { one: 'before', two: 'after', three: 'before' }
  const chat = await open(database.url)
  for (const [id, when] of Object.entries(times)) {
    const child = start('hosting', [database.url, id, when])
    await child.hears('ready')
    child.kill()
    expect(await child.ended).toBeNull()
    // Nobody waits for the dead: the same conversation can be begun anew at once, where it was not there after all.
    const begun = await give(chat.as(poster), id, { name: 'start', conversationId: id, body: `about ${id}` })
    expect(begun.changed).toBe(true)
  }
  expect(await ask(database.url, 'select id from host_order')).toEqual([['two']])
  expect(Array.from((await readLog(database.url)).byCommand.keys()).toSorted()).toEqual([
    'one',
    'three',
    'two',
  ])
  expect((await chat.verify()).differences).toEqual([])
  await chat.close()
})

test('while a host sleeps inside its transaction others of the tenant go on, and those it holds up wait for it', async () => {
  // That all of them were done before the host commits is what counts; how quickly, the soak tells.
  const held = await holdOpen(database.url, { seconds: 0.5, posts: 30, rounds: 2 })
  console.log('host:', JSON.stringify(held))
})

test('a transaction that idles in another database of the server holds nobody up', async () => {
  console.log('elsewhere:', JSON.stringify(await idleElsewhere(database.url, inject('postgresUrl'))))
})

test('a host that takes conversations in another order than we do is never the victim of a deadlock', async () => {
  const seed = freshSeed()
  console.log(`crossed: seed ${seed}`)
  const crossed = await crossOver(database.url, { transactions: 60, seed })
  console.log('crossed:', JSON.stringify(crossed))
  expect(crossed.posts).toBeGreaterThan(0)
})
