import type { Bench } from '../lib/Bench.ts'
import { compareLengths } from '../lib/comparePosts.ts'
import { openOurs } from '../lib/ours.ts'
import { figure } from '../lib/table.ts'

const length = 100_000

/** A post in a long conversation beside one in a conversation that has just begun. */
export const longConversation = async (bench: Bench): Promise<void> => {
  bench.say(`a conversation of ${figure(length)} messages`)
  const ours = await openOurs(bench.folder('long'))
  const long = await ours.start('cleo')
  await ours.postMany([long], length)
  await compareLengths(bench, ours, long, length)
  await ours.close()
}
