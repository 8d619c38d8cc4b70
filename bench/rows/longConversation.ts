import type { Bench } from '../lib/Bench.ts'
import { inTurn, medianOf, posting, ratio } from '../lib/measure.ts'
import { openOurs } from '../lib/ours.ts'
import { atMost, figure } from '../lib/table.ts'

const length = 100_000

/** A post in a long conversation beside one in a conversation that has just begun. */
export const longConversation = async (bench: Bench): Promise<void> => {
  bench.say(`a conversation of ${figure(length)} messages`)
  const ours = await openOurs(bench.folder('long'))
  const long = await ours.start('cleo')
  await ours.postMany([long], length)
  // Time per post, one poster: the ratio is of times.
  const timeIn = (conversation: () => Promise<string>) => async (milliseconds: number) => {
    const id = await conversation()
    return 1000 / (await posting(1, milliseconds, () => ours.post(id)))
  }
  const rounds = await inTurn(
    [
      { name: 'empty', round: timeIn(() => ours.start('cleo')) },
      { name: 'long', round: timeIn(() => Promise.resolve(long)) },
    ],
    bench,
  )
  const time = (name: string) => `${figure(medianOf(rounds, name), 2)} ms`
  bench.print({
    what: `a post in a conversation of ${figure(length)} messages ÷ in an empty one`,
    measured: `${time('long')} ÷ ${time('empty')}`,
    ratio: ratio(rounds, 'long', 'empty'),
    target: atMost(1.2, 1),
  })
  await ours.close()
}
