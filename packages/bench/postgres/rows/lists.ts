import { postgres } from '@colloquy/postgres'
import { compareLists, listsAgent, type Side, startTemplate } from '../../lib/compareLists.ts'
import { openDesk, tenant } from '../../lib/desk.ts'
import { cloneConversations } from '../lib/cloneConversations.ts'
import { openListsByHand } from '../lib/listsByHand.ts'
import type { PostgresBench } from '../lib/PostgresBench.ts'

/** A database of so many conversations: 2 members and 3 messages each. */
const opened = async ({ server }: PostgresBench, size: number): Promise<Side> => {
  const url = await server.database()
  const desk = await openDesk(postgres({ connectionString: url }))
  const id = await startTemplate(desk)
  await cloneConversations(url, { id, agent: 'anna', customer: 'cleo' }, size)
  const hand = await openListsByHand(url, tenant, listsAgent)
  return {
    desk,
    hand,
    close: async () => {
      await desk.close()
      await hand.close()
    },
  }
}

/** Inbox page, badge and last messages beside the best statements by hand, at several sizes. */
export const lists = (bench: PostgresBench): Promise<void> =>
  compareLists(bench, bench.quick ? [1000, 100_000] : [1000, 100_000, 1_000_000], (size) =>
    opened(bench, size),
  )
