import { compareLengths } from '../../lib/comparePosts.ts'
import { figure } from '../../lib/table.ts'
import { lengthen } from '../lib/lengthen.ts'
import { openOurs } from '../lib/ours.ts'
import type { PostgresBench } from '../lib/PostgresBench.ts'

const length = 100_000

/** A post in a long conversation beside one in a conversation that has just begun. */
export const longConversation = async (bench: PostgresBench): Promise<void> => {
  bench.say(`a conversation of ${figure(length)} messages`)
  const url = await bench.server.database()
  const ours = await openOurs(url)
  const long = await ours.start('cleo')
  await ours.post(long)
  await lengthen(url, length - 1)
  await compareLengths(bench, ours, long, length)
  await ours.close()
}
