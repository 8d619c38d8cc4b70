import { AsyncLocalStorage } from 'node:async_hooks'
import type { Recorded, StreamKey } from '@colloquy/core/storage'
import { streamKey } from '@colloquy/core/storage'
import { conversationEvent } from '../ConversationEvent.ts'
import { kindOf } from '../../engine/kindOf.ts'
import { orAfter } from '../../engine/timers.ts'
import type { Handler } from './Subscription.ts'

/** Of what the handler throws only the kind is kept. */
export type Outcome = 'handled' | { readonly failed: string }

/** A handler that is called. What it leaves behind when it ends, a timer for instance, is no longer inside it. */
type Call = { readonly subscription: object; isRunning: boolean }
/** The calls that the running code comes from. */
const inside = new AsyncLocalStorage<ReadonlyArray<Call>>()

/** Whether the running code was called by a handler of one of these: whoever waits for that handler waits for itself. */
export const isInside = (subscriptions: Iterable<object>): boolean => {
  const these = new Set(subscriptions)
  return running().some(({ subscription }) => these.has(subscription))
}

const running = (): ReadonlyArray<Call> => (inside.getStore() ?? []).filter(({ isRunning }) => isRunning)

/** Gives one event to a handler once. One that takes longer than `timeout` has failed, and its signal is aborted. */
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
