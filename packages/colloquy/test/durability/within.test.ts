import { join } from 'node:path'
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openConversations } from '../../src/index.ts'
import { pause, start } from '../support/durability/Child.ts'
import { inFolder } from '../support/durability/folder.ts'
import { readLog } from '../support/durability/Log.ts'
import { open, poster } from '../support/durability/opening.ts'

const post = { conversationId: 'c', visibility: 'public', confirmPublic: true } as const
const begin = { id: 'c', type: 'customer', customer: 'cleo', subject: 'c', commandId: 'begin' } as const

/** A host with a table of its own in the file, and another process's worth of Colloquy on the same file. */
const withHost = (run: (host: Awaited<ReturnType<typeof hosted>>) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const host = await hosted(join(folder, 'host.db'))
    await run(host)
    await host.chat.close()
    await host.other.close()
    host.database.close()
  })

const hosted = async (file: string) => {
  const database = new Database(file)
  const chat = await openConversations({ storage: sqlite({ database }) })
  database.exec('create table orders (id text primary key) strict')
  const other = await open(file)
  await chat.as(poster).start(begin)
  const orders = (): unknown => database.prepare('select count(*) from orders').pluck().get()
  const heard: Array<string> = []
  for (const [name, each] of [['here', chat] as const, ['there', other] as const]) {
    each.on('message-posted', () => heard.push(name))
  }
  // Listening begins at what is there by then.
  await pause(60)
  return { file, database, chat, other, orders, heard }
}

const bodies = async (chat: Awaited<ReturnType<typeof open>>): Promise<ReadonlyArray<unknown>> =>
  (await chat.as(poster).timeline('c', { limit: 50 })).items.map((item) =>
    'body' in item ? item.body : null,
  )

const heardAll = async (heard: ReadonlyArray<string>, many: number): Promise<void> => {
  for (let i = 0; i < 100 && heard.length < many; i += 1) await pause(20)
}

test('a row of the host’s and a message commit together, and listeners hear of it then and not before', () =>
  withHost(async ({ database, chat, other, orders, heard }) => {
    database.exec('begin immediate')
    database.exec("insert into orders values ('7')")
    chat
      .within(database)
      .as(poster)
      .post({ ...post, body: 'together' })
    await pause(250)
    expect(heard).toEqual([])
    expect(await bodies(other)).toEqual([])
    database.exec('commit')
    await heardAll(heard, 2)
    expect(heard.toSorted()).toEqual(['here', 'there'])
    expect(orders()).toBe(1)
    expect(await bodies(other)).toEqual(['together'])
    expect((await chat.verify()).differences).toEqual([])
  }))

test('rolled back together, nobody hears of it and nothing is left, and the log goes on without a gap', () =>
  withHost(async ({ file, database, chat, other, orders, heard }) => {
    const undo = database.transaction(() => {
      database.exec("insert into orders values ('7')")
      const desk = chat.within(database).as(poster)
      desk.post({ ...post, body: 'never' })
      desk.close({ conversationId: 'c' })
      throw new Error('the host changed its mind')
    })
    expect(undo).toThrow('the host changed its mind')
    expect(orders()).toBe(0)
    const waiting = chat.as(poster).post({ ...post, body: 'afterwards' })
    await waiting
    await heardAll(heard, 2)
    expect(heard.toSorted()).toEqual(['here', 'there'])
    expect(await bodies(other)).toEqual(['afterwards'])
    readLog(file)
    expect((await chat.verify()).differences).toEqual([])
  }))

test('a refusal inside leaves the host’s transaction to the host', () =>
  withHost(async ({ database, chat, other, orders }) => {
    database.exec('begin immediate')
    database.exec("insert into orders values ('7')")
    const desk = chat.within(database).as(poster)
    expect(desk.try.post({ ...post, conversationId: 'nowhere', body: 'x' }).ok).toBe(false)
    desk.post({ ...post, body: 'still' })
    database.exec('commit')
    expect(orders()).toBe(1)
    expect(await bodies(other)).toEqual(['still'])
  }))

test('a process killed before the host commits leaves neither; killed after, both', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'hosted.db')
    for (const [id, when] of [
      ['one', 'before'] as const,
      ['two', 'after'] as const,
      ['three', 'before'] as const,
    ]) {
      const child = start('hosting', [file, id, when])
      await child.hears('ready')
      child.kill()
      expect(await child.ended).toBeNull()
    }
    const chat = await open(file)
    const database = new Database(file)
    expect(database.prepare('select id from orders').pluck().all()).toEqual(['two'])
    database.close()
    expect(Array.from(readLog(file).byCommand.keys())).toEqual(['two'])
    expect((await chat.verify()).differences).toEqual([])
    await chat.close()
  }))
