import { sqlite } from '@colloquy/sqlite'
import { join } from 'node:path'
import type { Bench } from '../lib/Bench.ts'
import { compareLogs, inTurns, type Place } from '../lib/comparePosts.ts'
import { compareReading } from '../lib/compareReading.ts'
import { openEventsByHand } from '../lib/eventsByHand.ts'
import { openDatabase } from '../lib/openDatabase.ts'
import { openOurs } from '../lib/ours.ts'
import { rebuilding } from '../lib/rebuilding.ts'
import { figure } from '../lib/table.ts'

// Few, so that each becomes a stream of well over 1,000 events.
const conversations = 100
const name = 'ours.db'

const filled = async (folder: string, messages: number): Promise<Place> => {
  const ours = await openOurs(folder, name)
  const ids = await ours.startMany(conversations)
  await ours.postMany(ids, messages)
  return inTurns(ours, ids)
}

/** What depends on how many events there are: a post, reading the log, rebuilding from it. */
export const longLog = async (bench: Bench): Promise<void> => {
  const events = bench.quick ? 100_000 : 1_000_000
  bench.say(`a log of ${figure(events)} events`)
  const folder = bench.folder('long-log')
  const [small, large] = [await filled(bench.folder('short-log'), 10_000), await filled(folder, events)]
  await compareLogs(bench, events, large, small)
  await small.desk.close()
  await large.desk.close()
  const database = openDatabase(folder, name)
  const filename = join(folder, name)
  const stored = Number(database.prepare('select count(*) from colloquy_event').pluck().get())
  await compareReading(bench, sqlite({ filename }), openEventsByHand(database, 1000))
  database.close()
  await rebuilding(bench, 'sqlite', filename, stored)
}
