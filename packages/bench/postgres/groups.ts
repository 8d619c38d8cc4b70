import type { Bench } from '../lib/Bench.ts'
import { openServer } from './lib/openServer.ts'
import type { PostgresBench } from './lib/PostgresBench.ts'
import { hostWaiting } from './rows/hostWaiting.ts'
import { idling } from './rows/idling.ts'
import { lists } from './rows/lists.ts'
import { longConversation } from './rows/longConversation.ts'
import { longLog } from './rows/longLog.ts'
import { writing } from './rows/writing.ts'

const groups: { readonly [name: string]: (bench: PostgresBench) => Promise<void> } = {
  writing,
  hostWaiting,
  longConversation,
  longLog,
  lists,
  idling,
}

/** The groups of rows on a server of their own, and how to end it. */
export const openPostgresGroups = async () => {
  const server = await openServer()
  const on =
    (group: (bench: PostgresBench) => Promise<void>) =>
    (bench: Bench): Promise<void> =>
      group({ ...bench, server })
  return {
    version: server.version,
    groups: Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, on(group)])),
    stop: server.stop,
  }
}
