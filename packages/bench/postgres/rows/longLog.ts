import { postgres } from '@colloquy/postgres'
import pg from 'pg'
import { compareLogs, inTurns, type Place } from '../../lib/comparePosts.ts'
import { compareReading } from '../../lib/compareReading.ts'
import { rebuilding } from '../../lib/rebuilding.ts'
import { figure } from '../../lib/table.ts'
import { openEventsByHand } from '../lib/eventsByHand.ts'
import { lengthen } from '../lib/lengthen.ts'
import { openOurs } from '../lib/ours.ts'
import type { PostgresBench } from '../lib/PostgresBench.ts'

// Few, so that each becomes a stream of 1,000 events and more.
const conversations = 100

const filled = async (url: string, messages: number): Promise<Place> => {
  const ours = await openOurs(url)
  const ids = await ours.startMany(conversations)
  await ours.postMany(ids, conversations)
  await lengthen(url, messages / conversations - 1)
  return inTurns(ours, ids)
}

/** What depends on how many events there are: a post, reading the log, rebuilding from it. */
export const longLog = async (bench: PostgresBench): Promise<void> => {
  const events = bench.quick ? 100_000 : 1_000_000
  bench.say(`a log of ${figure(events)} events`)
  const url = await bench.server.database()
  const [small, large] = [await filled(await bench.server.database(), 10_000), await filled(url, events)]
  await compareLogs(bench, events, large, small)
  await small.desk.close()
  await large.desk.close()
  const stored = await count(url)
  const hand = await openEventsByHand(url, 1000)
  await compareReading(bench, postgres({ connectionString: url }), hand)
  await hand.close()
  await rebuilding(bench, 'postgres', url, stored)
}

const count = async (url: string): Promise<number> => {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query('select count(*) from colloquy.colloquy_event')
  await client.end()
  return Number(rows[0]?.count)
}
