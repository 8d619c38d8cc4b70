import type { Bench } from '../lib/Bench.ts'
import { inTurn, medianOf, posting, ratio } from '../lib/measure.ts'
import { type Ours, openOurs } from '../lib/ours.ts'
import { atMost, figure } from '../lib/table.ts'

const conversations = 500

const filled = async (ours: Ours, messages: number): Promise<ReadonlyArray<string>> => {
  const ids = await ours.startMany(conversations)
  await ours.postMany(ids, messages)
  return ids
}

/** A post beside a long log and beside a short one; the long database stays for the rows that read it. */
export const longLog = async (bench: Bench, long: Ours, events: number): Promise<void> => {
  bench.say(`a log of ${figure(events)} events`)
  const short = await openOurs(bench.folder('short'))
  const inShort = await filled(short, 10_000)
  const inLong = await filled(long, events)
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
}
