import type { Recorded, TenantId } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Engine } from '../Engine.ts'
import { findCorrupt } from './findCorrupt.ts'
import { byStream, handleEvent, inParallel, streamOf } from './handling.ts'
import { headsSince } from './headsSince.ts'
import { lagOf, parkedOf, releaseOf } from './inspecting.ts'
import { parking } from './parking.ts'
import { turn } from './pause.ts'
import { readLog } from './readLog.ts'
import { slots } from './Slots.ts'
import { slotOf } from './slotOf.ts'
import type { Handler, SubscribeOptions, Subscription } from './Subscription.ts'
import type { Tail } from './Tail.ts'

/**
 * Gives a handler every conversation event, by the log: durable, at least once, in order within a conversation,
 * several conversations at a time. How far it came is stored under `name`, so it goes on after a restart; processes
 * that subscribe under one name share the work, and take over from each other. An event that keeps failing parks its
 * conversation and is reported to `log`; other conversations go on.
 *
 * @example continues the README
 * const subscription = chat.subscribe('mail', async (event) => {
 *   if (event.type === 'message-posted') await fetch('https://example.com/mail', { method: 'POST' })
 * })
 * await subscription.stop()
 */
export type Subscribe = (name: string, handler: Handler, options?: SubscribeOptions) => Subscription

const page = 256
const idle = 1000
/** How long it waits to be woken where nobody but the tail could have anything for it. */
const asleep = 30_000

export const subscribing =
  (engine: Engine, tail: Tail): Subscribe =>
  (name, handler, options = {}) => {
    const { storage } = engine
    const owner = engine.newId()
    const lease = options.lease ?? 30_000
    const parallel = options.parallel ?? 8
    let stopped = false
    let wake = (): void => undefined
    const tries = { attempts: options.attempts ?? 5, backOff: options.backOff ?? 50, stopped: () => stopped }
    const parked = parking(engine, name)
    const report = (what: string): void =>
      engine.log({ level: 'warn', what: `subscription ${name}`, detail: what })

    const run = async (heads: Promise<ReadonlyMap<TenantId, number>>): Promise<void> => {
      const chosen = new Map([...(await heads)].filter(([tenant, head]) => isOurs(tenant) && head > 0))
      const begin = options.from === 'now' ? chosen : new Map<TenantId, number>()
      const ours = slots(engine, name, owner, lease, begin, (why) =>
        report(`begins again where it stood: ${why}`),
      )
      const beat = setInterval(() => void ours.claim(), lease / 3)
      beat.unref()

      /** One conversation's events of a page, in order; answers the first that was not done with. */
      const handleAll = async (events: ReadonlyArray<Recorded>): Promise<Recorded | null> => {
        for (const event of events) {
          const position = event.position ?? 0
          if (position <= (ours.at(streamOf(event)) ?? position) || parked.waits(streamOf(event), position))
            continue
          const outcome = await handleEvent(handler, event, tries)
          if (outcome === 'stopped') return event
          if (outcome === 'handled') continue
          return (await parked.park(streamOf(event), position, outcome.failed, tries.attempts)) ? null : event
        }
        return null
      }

      /** Works on one page of a tenant's log; answers whether it came on. */
      const work = async (tenant: TenantId): Promise<boolean> => {
        const these = ours.now()
        const from = ours.from(tenant)
        const read = await readLog(storage, tenant, from, page)
        if (E.isLeft(read)) throw new Error(read.left._tag)
        const { events, upTo, corrupt } = read.right
        if (corrupt !== null && !(await setAside(tenant, corrupt))) throw new Error('Corrupt')
        if (upTo === from) return false
        const unfinished = new Map<number, number>()
        const mine = events.filter((event) => ours.among(these, streamOf(event)))
        await inParallel(byStream(mine), parallel, async (own) => {
          const left = await handleAll(own)
          if (left === null) return
          const slot = slotOf(streamOf(left))
          unfinished.set(slot, Math.min(left.position ?? 0, unfinished.get(slot) ?? Number.POSITIVE_INFINITY))
        })
        return (await ours.advance(these, tenant, upTo, unfinished)) && unfinished.size === 0
      }

      const setAside = async (tenant: TenantId, position: number): Promise<boolean> => {
        const stream = await findCorrupt(storage, tenant, position)
        if (stream === null) return false
        return (
          !ours.holds(stream) || parked.waits(stream, position) || parked.park(stream, position, 'Corrupt', 1)
        )
      }

      /** Everything there is to do now; answers whether there may be more. */
      const round = async (): Promise<boolean> => {
        // What is ours is renewed by the beat.
        if (!ours.any() && !(await ours.claim())) throw new Error('can not claim')
        if (!ours.any()) return false
        const heads = await storage.heads()
        if (E.isLeft(heads)) throw new Error(heads.left._tag)
        if (!(await parked.load())) throw new Error('can not read what is parked')
        for (const released of parked.released()) {
          const at = ours.at(released.stream)
          if (at !== null && !stopped) await parked.replay(released, at, handler, tries)
        }
        let more = false
        for (const { tenant, head } of heads.right) {
          if (stopped || !ours.any()) return false
          if (isOurs(tenant) && ours.from(tenant) < head) more = (await work(tenant)) || more
        }
        return more
      }

      let wait = idle / 20
      while (!stopped) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve
        })
        try {
          if (await round()) await turn()
          else await orAfter(woken, ours.any() && !parked.any() ? asleep : idle)
          wait = idle / 20
        } catch (error) {
          // Out of reach for now: nothing is passed over, and it goes on where it stood.
          report(error instanceof Error ? error.message : 'failed')
          await orAfter(woken, wait)
          wait = Math.min(wait * 2, 10 * idle)
        }
      }
      clearInterval(beat)
      await storage.checkpoints.release(name, owner)()
    }

    const isOurs = (tenant: TenantId): boolean => options.tenant === undefined || tenant === options.tenant
    const unlisten = tail.woken(() => wake())
    const stopCommitted = engine.onCommitted(() => wake())
    const running = run(headsSince(engine))
    const nudge = (): void => wake()
    const stop = (): Promise<void> => {
      stopped = true
      unlisten()
      stopCommitted()
      forget()
      wake()
      return running
    }
    const forget = tail.onClose(stop)

    return {
      name,
      stop,
      lag: lagOf(engine, name, isOurs),
      parked: parkedOf(engine, name),
      release: releaseOf(engine, name, nudge, () => stopped),
    }
  }

/** Waits for something, but no longer than this; the wait alone does not keep the process alive. */
const orAfter = (something: Promise<void>, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    timer.unref()
    void something.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
