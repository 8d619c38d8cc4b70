import type { Recorded } from '@colloquy/core/storage'
import { conversationEventTypes } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Emitter } from 'mitt'
import mitt from 'mitt'
import type { Engine } from '../engine/Engine.ts'
import type { ConversationEvent, ConversationEventOf, ConversationEventType } from './ConversationEvent.ts'
import { conversationEvent } from './ConversationEvent.ts'
import { kindOf } from '../engine/kindOf.ts'
import { isThenable } from '../engine/Pending.ts'
import { mustBe } from '../engine/mustBe.ts'
import type { Reason } from '../engine/Reason.ts'
import { closed } from '../engine/Reason.ts'
import type { Tail } from './Tail.ts'

/**
 * Hears of events of all tenants, notes included, after they were committed, by this process or another: each once, in
 * order within a conversation. `'*'` hears of all types; another word is a `TypeError`. What a listener throws or
 * rejects with is reported to `log` and reaches no caller. Returns the unsubscribing function. For what must not be
 * missed when the process ends, use `subscribe`. Throws a `ConversationError` once it was closed.
 *
 * @example continues the README
 * const stop = chat.on('conversation-closed', (event) => console.log(event.tenant))
 */
export type On<Stop = () => void, Heard = unknown> = {
  (type: '*', listener: (event: ConversationEvent) => Heard): Stop
  <Type extends ConversationEventType>(
    type: Type,
    listener: (event: ConversationEventOf<Type>) => Heard,
  ): Stop
}

type Channels = { [Type in ConversationEventType | '*']: ConversationEvent }

export const listening = (engine: Engine, tail: Tail): On<Either<Reason, () => void>> => {
  // The package's types say that the module is the function; it is a module that has it.
  const emitter = (mitt as unknown as typeof mitt.default)<Channels>()
  let heard: (() => void) | null = null
  return (type: ConversationEventType | '*', listener: (event: never) => unknown) => {
    const isType = type === '*' || conversationEventTypes.includes(type)
    mustBe('on: type', type, isType, `'*' or one of ${conversationEventTypes.join(', ')}`)
    mustBe('on: listener', listener, typeof listener === 'function', 'a function of an event')
    if (tail.closed()) return E.left(closed)
    heard ??= tail.listen((events) => emit(emitter, events))
    const guarded = guard(engine, type, listener)
    emitter.on(channel(type), guarded)
    return E.right(() => emitter.off(channel(type), guarded))
  }
}

/** mitt reserves `'*'` for listeners with two arguments. */
const channel = (type: ConversationEventType | '*'): keyof Channels =>
  type === '*' ? ('every' as '*') : type

const emit = (emitter: Emitter<Channels>, events: ReadonlyArray<Recorded>): void => {
  for (const recorded of events) {
    const event = conversationEvent(recorded)
    if (event === null) continue
    emitter.emit(event.type, event)
    emitter.emit(channel('*'), event)
  }
}

/** Isolates listeners: an error in one reaches neither the caller that posted nor other listeners. */
const guard = (engine: Engine, type: string, listener: (event: never) => unknown) => {
  const report = (error: unknown): void =>
    engine.log({
      level: 'error',
      what: `a listener of ${type} failed`,
      detail: kindOf(error),
    })
  return (event: ConversationEvent): void => {
    try {
      // A listener hears of its own type only: that is what it was registered under.
      const answer = listener(event as never)
      if (isThenable(answer)) void Promise.resolve(answer).then(undefined, report)
    } catch (error) {
      report(error)
    }
  }
}
