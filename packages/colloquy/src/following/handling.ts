import type { Recorded, StreamKey } from '@colloquy/core'
import { streamKey } from '@colloquy/core'
import { conversationEvent } from './ConversationEvent.ts'
import { pause } from './pause.ts'
import type { Handler } from './Subscription.ts'

/** How a handler is called: how often one event is tried, and with what waits between. */
export type Tries = { readonly attempts: number; readonly backOff: number; readonly stopped: () => boolean }

/** `stopped`: the subscription ended before the event was handled; `failed`: every try did. */
export type Outcome = 'handled' | 'stopped' | { readonly failed: string }

/** Gives one event to the handler until it takes it. Of what the handler throws only the kind is kept. */
export const handleEvent = async (handler: Handler, recorded: Recorded, tries: Tries): Promise<Outcome> => {
  const event = conversationEvent(recorded)
  if (event === null) return 'handled'
  let failed = 'unknown'
  for (let attempt = 1; attempt <= tries.attempts; attempt += 1) {
    if (tries.stopped()) return 'stopped'
    try {
      await handler(event)
      return 'handled'
    } catch (error) {
      failed = error instanceof Error ? error.name : typeof error
    }
    if (attempt < tries.attempts) await pause(tries.backOff * 2 ** (attempt - 1))
  }
  return { failed }
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

/** Does all work with at most so much of it under way. */
export const inParallel = async <A>(
  items: ReadonlyArray<A>,
  most: number,
  work: (item: A) => Promise<void>,
): Promise<void> => {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
}
