// Writes a row of the host's and a message in one transaction, and stops where it is told to. Arguments: file, the
// order's number, 'before' or 'after' the host commits.
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import { openConversations } from '../../../../src/index.ts'
import { poster } from '../opening.ts'
import { say, told } from '../say.ts'

const database = new Database(told(0))
const chat = await openConversations({ storage: sqlite({ database }) })
database.exec('create table if not exists orders (id text primary key) strict')
const id = told(1)
database.exec('begin immediate')
database.prepare('insert into orders values (?)').run(id)
chat
  .within(database)
  .as(poster)
  .start({ commandId: id, id, type: 'customer', customer: 'cleo', message: `about ${id}`, subject: id })
if (told(2) === 'after') database.exec('commit')
say({ say: 'ready' })
// To be killed right here: nothing else runs in this process any more.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
