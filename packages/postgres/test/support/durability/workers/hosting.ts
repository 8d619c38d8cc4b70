// Writes a row of the host's and a message in one transaction, and stops where it is told to. Arguments: address, the
// order's number, 'before' or 'after' the host commits.
import pg from 'pg'
import { give } from '../../../../../colloquy/test/support/durability/giving.ts'
import { say, told } from '../../../../../colloquy/test/support/durability/say.ts'
import { open, poster } from '../opening.ts'

const id = told(1)
const chat = await open(told(0))
const host = new pg.Client({ connectionString: told(0) })
await host.connect()
await host.query('begin')
await host.query('insert into host_order values ($1)', [id])
await give(chat.within(host).as(poster), id, { name: 'start', conversationId: id, body: `about ${id}` })
if (told(2) === 'after') await host.query('commit')
say({ say: 'ready' })
// To be killed right here: nothing else runs in this process any more.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
