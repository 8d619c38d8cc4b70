import { join } from 'node:path'
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openConversations } from '../../src/index.ts'
import { connections } from '../support/durability/connections.ts'
import { inFolder } from '../support/durability/folder.ts'
import { give } from '../support/durability/giving.ts'
import { open, poster } from '../support/durability/opening.ts'

// That the disk is really asked is counted with strace in the soak (`npm run soak -- synced`); here is what it rests on.
test('every connection waits for the disk at each commit, in write-ahead mode, and overwrites what is deleted', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'synced.db')
    const used = connections()
    try {
      const first = await open(file)
      const second = await open(file)
      const database = new Database(file)
      const hosts = await openConversations({ storage: sqlite({ database }) })
      const chats = [first, second, hosts]
      for (const [at, chat] of chats.entries()) {
        await give(chat.as(poster), `start-${at}`, { name: 'start', conversationId: `c${at}`, body: 'hello' })
        expect((await chat.as(poster).timeline(`c${at}`)).items).toHaveLength(1)
      }
      const all = used.all()
      expect(all).toHaveLength(chats.length)
      for (const connection of all) {
        expect(connection.pragma('synchronous', { simple: true })).toBe(2)
        expect(connection.pragma('journal_mode', { simple: true })).toBe('wal')
        expect(connection.pragma('secure_delete', { simple: true })).toBe(1)
      }
      for (const chat of chats) await chat.close()
      database.close()
    } finally {
      used.stop()
    }
  }))
