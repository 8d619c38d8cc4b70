import { requireKnown } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../../engine/Engine.ts'
import { isInside } from './calling.ts'
import { checkedSubscription } from './checkedSubscription.ts'
import { countsOf, lagOf, parkedOf, releaseOf } from './inspecting.ts'
import { awaited, keepAlive } from '../../engine/keepAlive.ts'
import { mustBeWait } from '../../engine/mustBe.ts'
import { orAfter } from '../../engine/timers.ts'
import type { Reason } from '../../engine/Reason.ts'
import { closed } from '../../engine/Reason.ts'
import type {
  BareSubscription,
  Handler,
  StopOptions,
  SubscribeOptions,
  Subscription,
} from './Subscription.ts'
import type { Tail } from '../Tail.ts'
import { startWorker } from './Worker.ts'

/**
 * Gives a handler every conversation event, by the log: durable, at least once, in order within a conversation,
 * several conversations at a time. How far it came is stored under `name`, so it goes on after a restart; processes
 * that subscribe under one name share the work, and take over from each other. An event that fails is tried again, as
 * `retry` says, while the later ones of its conversation wait; other conversations go on. One that fails for too long
 * parks its conversation and is reported to `log`. It keeps the process alive until `stop`, `close` or `unref`. Throws
 * a `TypeError` that names what would be valid, and a `ConversationError` once it was closed.
 *
 * @example continues the README
 * const subscription = chat.subscribe('mail', async (event, { signal }) => {
 *   if (event.type === 'message-posted') await fetch('https://example.com/mail', { method: 'POST', signal })
 * })
 * await subscription.stop()
 */
export type Subscribe<Subscribed = Subscription, Handles = Handler> = (
  name: string,
  handler: Handles,
  options?: SubscribeOptions,
) => Subscribed

/** How long `stop` waits for handlers. */
const patience = 30_000

export const subscribing =
  (engine: Engine, tail: Tail): Subscribe<Either<Reason, BareSubscription>> =>
  (name, handler, options = {}) => {
    const settings = checkedSubscription(name, handler, options)
    if (tail.closed()) return E.left(closed)
    const isOurs = (tenant: string): boolean => settings.tenant === null || tenant === settings.tenant
    let stopping: Promise<void> | null = null

    const stopNow = (within: number): Promise<void> => {
      for (const stop of stops) stop()
      worker.stop()
      return orAfter(worker.ended, within).then(async (ended) => {
        if (ended === 'late') {
          const detail = `a handler still runs ${within} ms after stop: its event comes again`
          engine.log({ level: 'warn', what: `subscription ${name}`, detail })
          await worker.abandon()
        }
        // Only now: who closes meanwhile waits for this, too.
        forget()
        unref()
      })
    }
    const stop = awaited((within: number): Promise<void> => {
      stopping ??= stopNow(within)
      return stopping
    })

    const calls: BareSubscription['calls'] = {
      stop: async (given = {}) => {
        requireKnown<StopOptions>('stop', given, { within: true })
        const { within = patience } = given
        mustBeWait('stop: within', within)
        const stopped = stop(within)
        // Its own handler would wait for itself.
        if (!isInside([calls])) await stopped
        return E.right(undefined)
      },
      lag: awaited(lagOf(engine, name, isOurs)),
      counts: awaited(countsOf(engine, name, isOurs)),
      parked: awaited(parkedOf(engine, name, isOurs)),
      release: awaited(releaseOf(engine, name, () => worker.wake())),
    }
    const unref = keepAlive()
    const worker = startWorker(engine, name, handler, settings, calls)
    const stops = [tail.woken(worker.wake), engine.onCommitted(worker.wake)]
    const forget = tail.onClose(() => stop(patience), calls)
    return E.right({ name, unref, calls })
  }
