import type { Answers } from './Query.ts'
import { unread } from './unread.ts'
import { inView } from './views.ts'
import type { Sight } from './visibility.ts'

/** The indicator: the size of the view `unread`, the conversations in it with new messages, and the sum of these. */
export const indicator = (sights: ReadonlyArray<Sight>): Answers['Indicator'] => {
  const shown = sights.filter((sight) => inView('unread', sight))
  const counts = shown.map(({ row, seat }) => unread(row, seat))
  return {
    conversations: shown.length,
    withNewMessages: counts.filter((count) => count > 0).length,
    messages: counts.reduce((sum, count) => sum + count, 0),
  }
}
