import { AsyncLocalStorage } from 'node:async_hooks'
import type { Recorded, StreamKey } from '@colloquy/core'
import { streamKey } from '@colloquy/core'
import { conversationEvent } from './ConversationEvent.ts'
import { kindOf } from './kindOf.ts'
import { orAfter } from './pause.ts'
import type { Handler } from './Subscription.ts'

/** Of what the handler throws only the kind is kept. */
export type Outcome = 'handled' | { readonly failed: string }

/** Which handlers, by their subscriptions, the running code was called by. */
const inside = new AsyncLocalStorage<ReadonlySet<object>>()

/** Whether the running code was called by a handler of one of these: whoever waits for that handler waits for itself. */
export const isInside = (subscriptions: Iterable<object>): boolean => {
  const callers = inside.getStore()
  if (callers === undefined) return false
  for (const subscription of subscriptions) if (callers.has(subscription)) return true
  return false
}

/** Gives one event to a handler once. One that takes longer than `timeout` has failed, and its signal is aborted. */
export const callHandler = async (
  handler: Handler,
  recorded: Recorded,
  { attempt, timeout, subscription }: { attempt: number; timeout: number; subscription: object },
): Promise<Outcome> => {
  const event = conversationEvent(recorded)
  if (event === null) return 'handled'
  const abort = new AbortController()
  const callers = new Set(inside.getStore()).add(subscription)
  const called = inside.run(callers, async () => handler(event, { attempt, signal: abort.signal }))
  const outcome = called.then(
    (): Outcome => 'handled',
    (error): Outcome => ({ failed: kindOf(error) }),
  )
  const ended = await orAfter(outcome, timeout)
  if (ended !== 'late') return ended
  abort.abort(new DOMException(`the handler took longer than ${timeout} ms`, 'TimeoutError'))
  return { failed: 'TimeoutError' }
}

/** Events by conversation, each in the order of the log. */
export const byStream = (events: ReadonlyArray<Recorded>): ReadonlyArray<ReadonlyArray<Recorded>> => {
  const found = new Map<string, Array<Recorded>>()
  for (const event of events) {
    const key = streamKey(streamOf(event))
    const own = found.get(key)
    if (own === undefined) found.set(key, [event])
    else own.push(event)
  }
  return [...found.values()]
}

export const streamOf = ({ tenant, conversation }: Recorded): StreamKey => ({ tenant, conversation })
