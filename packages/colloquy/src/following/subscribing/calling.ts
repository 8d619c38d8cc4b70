import { AsyncLocalStorage } from 'node:async_hooks'
import type { Recorded, StreamKey } from '@colloquy/core/storage'
import { streamKey } from '@colloquy/core/storage'
import { conversationEvent } from '../ConversationEvent.ts'
import { kindOf } from '../../engine/kindOf.ts'
import { orAfter } from '../../engine/timers.ts'
import type { Handler } from './Subscription.ts'

/** Only the kind of an error is kept, not its message, which may hold content. */
export type Outcome = 'handled' | { readonly failed: string }

/** A running call of a handler. What the handler leaves behind, such as a timer, is not inside it after its end. */
type Call = { readonly subscription: object; isRunning: boolean }
/** The handler calls in whose asynchronous context the code runs. */
const inside = new AsyncLocalStorage<ReadonlyArray<Call>>()

/** Whether the code runs inside a handler of one of these: waiting for that handler would be a deadlock. */
export const isInside = (subscriptions: Iterable<object>): boolean => {
  const these = new Set(subscriptions)
  return running().some(({ subscription }) => these.has(subscription))
}

const running = (): ReadonlyArray<Call> => (inside.getStore() ?? []).filter(({ isRunning }) => isRunning)

/** Calls a handler once, with a timeout, after which it counts as failed and its signal is aborted. */
export const callHandler = async (
  handler: Handler,
  recorded: Recorded,
  { attempt, timeout, subscription }: { attempt: number; timeout: number; subscription: object },
): Promise<Outcome> => {
  const event = conversationEvent(recorded)
  if (event === null) return 'handled'
  const abort = new AbortController()
  const call: Call = { subscription, isRunning: true }
  const called = inside.run([...running(), call], async () =>
    handler(event, { attempt, signal: abort.signal }),
  )
  const outcome = called.then(
    (): Outcome => 'handled',
    (error): Outcome => ({ failed: kindOf(error) }),
  )
  const ended = await orAfter(outcome, timeout)
  call.isRunning = false
  if (ended !== 'late') return ended
  abort.abort(new DOMException(`the handler took longer than ${timeout} ms`, 'TimeoutError'))
  return { failed: 'TimeoutError' }
}

/** Events grouped by conversation, each group in the order of the log. */
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
