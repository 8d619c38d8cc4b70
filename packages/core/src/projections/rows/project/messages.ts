import type { Recorded } from '../../../conversation/Recorded.ts'
import type { MessageFacts, State } from '../../../conversation/State.ts'
import type { Change } from '../Change.ts'
import { messageRow, ownRows } from '../rowOf.ts'
import { differing } from './differing.ts'

/** Changes of the message, and of whose own it is. */
export const messageChanges = (recorded: Recorded, before: State, after: State): ReadonlyArray<Change> => {
  if (after.messages === before.messages) return []
  const { event, tenant, conversation } = recorded
  if (!('messageId' in event)) return []
  const message = after.messages.known.get(event.messageId) ?? null
  const old = before.messages.known.get(event.messageId) ?? null
  if (message === null || message === old) return []
  const row = messageRow(message, recorded)
  if (old === null) return [{ _tag: 'put', table: 'message', row }, ...ownChanges(recorded, message)]
  const set = differing(messageRow(old, recorded), row)
  const where = { tenant, conversation, n: message.n }
  return set === null ? [] : [{ _tag: 'patch', table: 'message', where, set }]
}

const ownChanges = (stream: Recorded, message: MessageFacts): ReadonlyArray<Change> =>
  ownRows(message, stream).map((row): Change => ({ _tag: 'put', table: 'own', row }))
