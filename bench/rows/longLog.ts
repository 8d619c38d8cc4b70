import type { Bench } from '../lib/Bench.ts'
import { inTurn, medianOf, posting, ratio } from '../lib/measure.ts'
import { type Ours, openOurs } from '../lib/ours.ts'
import { atMost, figure } from '../lib/table.ts'
import { readingEvents } from './readingEvents.ts'
import { rebuilding } from './rebuilding.ts'

// Few, so that each becomes a stream of well over 1,000 events.
const conversations = 100

const filled = async (ours: Ours, messages: number): Promise<ReadonlyArray<string>> => {
  const ids = await ours.startMany(conversations)
  await ours.postMany(ids, messages)
  return ids
}

/** What depends on how many events there are: a post, reading the log, rebuilding from it. */
export const longLog = async (bench: Bench): Promise<void> => {
  const events = bench.quick ? 100_000 : 1_000_000
  bench.say(`a log of ${figure(events)} events`)
  const folder = bench.folder('long-log')
  await posts(bench, folder, events)
  await readingEvents(bench, folder, name)
  await rebuilding(bench, `${folder}/${name}`)
}

const name = 'ours.db'

/** A post beside a long log and beside a short one. */
const posts = async (bench: Bench, folder: string, events: number): Promise<void> => {
  const [short, long] = [await openOurs(bench.folder('short-log')), await openOurs(folder, name)]
  const [inShort, inLong] = [await filled(short, 10_000), await filled(long, events)]
  let n = 0
  const post = (ours: Ours, ids: ReadonlyArray<string>) => async (milliseconds: number) =>
    1000 / (await posting(1, milliseconds, () => ours.post(ids[(n += 1) % ids.length] ?? '')))
  const rounds = await inTurn(
    [
      { name: 'short', round: post(short, inShort) },
      { name: 'long', round: post(long, inLong) },
    ],
    bench,
  )
  const time = (name: string) => `${figure(medianOf(rounds, name), 2)} ms`
  bench.print({
    what: `a post at ${figure(events)} stored events ÷ at 10,000`,
    measured: `${time('long')} ÷ ${time('short')}`,
    ratio: ratio(rounds, 'long', 'short'),
    target: atMost(1.6, 1.2),
  })
  await short.close()
  await long.close()
}
