import type { Bench } from '../lib/Bench.ts'
import { cloneConversations } from '../lib/cloneConversations.ts'
import { compareLists, listsAgent, type Side, startTemplate } from '../lib/compareLists.ts'
import { tenant } from '../lib/desk.ts'
import { openListsByHand } from '../lib/listsByHand.ts'
import { openDatabase } from '../lib/openDatabase.ts'
import { openOurs } from '../lib/ours.ts'

/** A database of so many conversations: 2 members and 3 messages each. */
const opened = async (bench: Bench, size: number): Promise<Side> => {
  const folder = bench.folder(`lists-${size}`)
  const first = await openOurs(folder)
  const id = await startTemplate(first)
  await first.close()
  const database = openDatabase(folder, 'ours.db')
  cloneConversations(database, { id, agent: 'anna', customer: 'cleo' }, size)
  const desk = await openOurs(folder)
  return {
    desk,
    hand: openListsByHand(database, tenant, listsAgent),
    close: async () => {
      await desk.close()
      database.close()
    },
  }
}

/** Inbox page, badge and last messages beside the best statements by hand, at several sizes. */
export const lists = (bench: Bench): Promise<void> =>
  compareLists(bench, bench.quick ? [1000, 100_000] : [1000, 100_000, 1_000_000], (size) =>
    opened(bench, size),
  )
