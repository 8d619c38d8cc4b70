import pg from 'pg'
import type { Transaction } from '../../../src/hosts/Transaction.ts'
import { ask } from './ask.ts'
import type { Talk } from './Talk.ts'

const post = `
  insert into host_talk select value from json_array_elements_text($1::json) on conflict do nothing returning body as row`

const said = `select coalesce(json_agg(body order by body), '[]')::text as row from host_talk`

const texts = (answer: unknown): ReadonlyArray<string> => {
  const read: unknown = JSON.parse(String(answer))
  return Array.isArray(read) ? read.map(String) : []
}

const saidIn = async (transaction: Transaction) => texts(await ask(transaction, said))

/** The least that can be talked: one table, written through the adapters alone. */
export const tableTalk: Talk = {
  open: async (url) => {
    const pool = new pg.Pool({ connectionString: url })
    await pool.query('create table host_talk (body text primary key)')
    return {
      post: async (transaction, text) => void (await transaction.query(post, [JSON.stringify([text])])),
      refused: async (transaction) => {
        await transaction.query(post, [JSON.stringify(['refused twice'])])
        const again = await ask(transaction, post, [JSON.stringify(['refused twice'])])
        await transaction.query('delete from host_talk where body = $1', ['refused twice'])
        if (again !== undefined) throw new Error('this was to be refused')
      },
      said: saidIn,
      saidOutside: () => saidIn(pool),
      close: () => pool.end(),
    }
  },
}
