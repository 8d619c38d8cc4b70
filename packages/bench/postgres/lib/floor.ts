import pg from 'pg'
import { facts } from '../../lib/floor.ts'
import { type Contender, posting } from '../../lib/measure.ts'

/** The floor: one prepared INSERT of one event in its own durable transaction, one connection, nothing else. */
export const openFloor = async (
  url: string,
): Promise<{ contender: Contender; close: () => Promise<void> }> => {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`create table event (
    n bigint generated always as identity primary key, tenant text not null, conversation text not null,
    version integer not null, type text not null, at bigint not null, actor text not null, facts json not null)`)
  let n = 0
  const insert = () => {
    n += 1
    return client.query({
      name: 'insert',
      text: `insert into event (tenant, conversation, version, type, at, actor, facts)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      values: ['acme', `conversation-${n % 1000}`, n, 'message-posted', 1_760_000_000_000 + n, 'anna', facts],
    })
  }
  return {
    contender: { name: 'floor', round: (milliseconds) => posting(1, milliseconds, insert) },
    close: () => client.end(),
  }
}
