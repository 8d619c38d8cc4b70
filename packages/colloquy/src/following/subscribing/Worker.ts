import type { Recorded, StoreError, TenantId } from '@colloquy/core/storage'
import { corrupt as corruptAt, streamKey } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Engine } from '../../engine/Engine.ts'
import { begin, slots } from './Slots.ts'
import { byStream, callHandler, streamOf } from './calling.ts'
import type { Settings } from './checkedSubscription.ts'
import { failing, holding } from './Holding.ts'
import { findCorrupt, headsSince, readLog } from '../log.ts'
import type { HeldConversation } from './Holding.ts'
import type { Page } from './paging.ts'
import { paging } from './paging.ts'
import { longest, orAfter, turn, clearInterval, setInterval } from '../../engine/timers.ts'
import type { Permit } from './Semaphore.ts'
import { semaphore } from './Semaphore.ts'
import { resume } from './retrying.ts'
import type { Resuming, UnderWay } from './retrying.ts'
import type { Slots } from './Slots.ts'
import type { Handler } from './Subscription.ts'
import { describe } from '../../engine/Reason.ts'

/** The worker of one process for a subscription. */
export type Worker = {
  /** Resolves after `stop`, once running handlers have ended and the slots are released. Never rejects. */
  readonly ended: Promise<void>
  /** Polls now. */
  readonly wake: () => void
  /** Starts no more handlers. */
  readonly stop: () => void
  /** Releases the slots though a handler still runs, of whose end nothing is stored then. */
  readonly abandon: () => Promise<void>
}

const page = 256
const idle = 1000
/** Milliseconds between polls where this process owns every slot and holds nothing: then the tail wakes it. */
const asleep = 30_000
/** The shortest wait for a retry: with a clock that stands still the loop would otherwise spin. */
const soonest = 5

export const startWorker = (
  engine: Engine,
  name: string,
  handler: Handler,
  settings: Settings,
  subscription: object,
): Worker => {
  const { storage, clock } = engine
  const { parallel, retry, lease, timeout } = settings
  const owner = engine.newId()
  const permits = semaphore(parallel)
  /** Retries take at most half of the permits, so that they do not starve new events. */
  const retries = semaphore(Math.max(1, Math.floor(parallel / 2)))
  const underWay = new Set<Promise<void>>()
  const busy = new Set<string>()
  let stopped = false
  let beat: NodeJS.Timeout | undefined
  let wake = (): void => undefined

  const nextWake = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
    })
  const isOurs = (tenant: TenantId): boolean => settings.tenant === null || tenant === settings.tenant
  const warn = (detail: string): void => engine.log({ level: 'warn', what: `subscription ${name}`, detail })

  const held = holding(engine, name, () => ours)
  const ours: Slots = slots(engine, name, owner, lease, held.load, (why) =>
    warn(`begins again where it stood: ${why}`),
  )

  const call = (event: Recorded, attempt: number) =>
    callHandler(handler, event, { attempt, timeout, subscription })

  const { failed, unreadable } = failing(engine, name, retry, held)

  const resuming: Resuming = {
    storage,
    holding: held,
    call,
    failed,
    at: ({ row }) => ours.at(row.stream),
    unreadable: ({ row }) => unreadable(row.stream, row.position, row.attempts === 0 ? null : row),
    stopped: () => stopped,
    now: clock,
  }

  /** Resumes a held conversation in the background; releases its permits at the end. */
  const detach = (
    entry: HeldConversation,
    running: UnderWay | null,
    ...taken: ReadonlyArray<Permit>
  ): void => {
    const key = streamKey(entry.row.stream)
    busy.add(key)
    const work = resume(resuming, entry, running)
      .catch((error: unknown) => {
        warn(error instanceof Error ? error.message : 'failed')
        return false
      })
      .then((cameOfIt) => {
        if (!cameOfIt) entry.row = { ...entry.row, due: (clock() + idle) as typeof entry.row.since }
        busy.delete(key)
        for (const giveBack of taken) giveBack()
        underWay.delete(work)
        wake()
      })
    underWay.add(work)
  }

  const isNew = (event: Recorded): boolean => {
    const at = ours.at(streamOf(event))
    const position = event.position ?? 0
    return at !== null && position > at && !held.waits(streamOf(event), position)
  }

  const { handleAll, unfinishedOf } = paging({ ...resuming, isNew, detach })

  /** Handles one page of a tenant's log; answers whether there may be more. */
  const work = async (tenant: TenantId): Promise<Either<StoreError, boolean>> => {
    const these = ours.now()
    const from = ours.from(tenant)
    const read = await readLog(storage, tenant, from, page)
    if (E.isLeft(read)) return read
    const { events, upTo, corrupt } = read.right
    if (corrupt !== null && !(await setAside(tenant, corrupt)))
      return E.left(corruptAt(`${tenant} at ${corrupt}`))
    if (upTo === from) return E.right(false)
    const came: Page = { done: new Map(), left: [] }
    const jobs: Array<Promise<void>> = []
    for (const own of byStream(events.filter((event) => ours.among(these, streamOf(event))))) {
      const permit = await permits.take()
      if (permit !== null) jobs.push(handleAll(own, permit, came))
      else came.left.push(...own.filter(isNew).slice(0, 1))
    }
    await Promise.all(jobs)
    const unfinished = await unfinishedOf(came)
    return E.right((await ours.advance(these, tenant, upTo, unfinished)) && unfinished.size === 0)
  }

  const setAside = async (tenant: TenantId, position: number): Promise<boolean> => {
    const stream = await findCorrupt(storage, tenant, position)
    if (stream === null) return false
    return ours.slot(stream) === null || held.waits(stream, position) || unreadable(stream, position, null)
  }

  const retryDue = (): void => {
    const now = clock()
    for (const entry of held.all()) {
      const { stream, due } = entry.row
      if (stopped) return
      if (due === null || due > now || busy.has(streamKey(stream)) || !isOurs(stream.tenant)) continue
      const retrial = retries.tryTake()
      if (retrial === null) return
      const permit = permits.tryTake()
      if (permit === null) return retrial()
      detach(entry, null, permit, retrial)
    }
  }

  /** Handles a page of each tenant; answers whether there may be more. */
  const round = async (): Promise<Either<StoreError, boolean>> => {
    // The heartbeat renews the leases of owned slots.
    const claimed = ours.any() ? E.right(undefined) : await ours.claim()
    if (E.isLeft(claimed)) return claimed
    if (!ours.any()) return E.right(false)
    const heads = await storage.heads()
    if (E.isLeft(heads)) return heads
    const refreshed = await held.refresh()
    if (E.isLeft(refreshed)) return refreshed
    retryDue()
    let more = false
    for (const { tenant, head } of heads.right) {
      if (stopped || !ours.any()) return E.right(false)
      if (!isOurs(tenant) || ours.from(tenant) >= head) continue
      const worked = await work(tenant)
      if (E.isLeft(worked)) return worked
      more ||= worked.right
    }
    return E.right(more)
  }

  /** The same, or the error in words; a storage of the host's own may throw. */
  const roundCaught = async (): Promise<Either<string, boolean>> => {
    try {
      return pipe(await round(), E.mapLeft(describe))
    } catch (error) {
      return E.left(error instanceof Error ? error.message : 'failed')
    }
  }

  /** Milliseconds until the next retry is due. What is due already starts when a permit is released. */
  const untilDue = (): number => {
    const now = clock()
    const dues = held.all().flatMap(({ row: { due } }) => (due === null || due <= now ? [] : [due - now]))
    const most = ours.all() && !held.any() ? asleep : idle
    return dues.reduce((wait, due) => Math.min(wait, Math.max(due, soonest)), most)
  }

  const run = async (heads: Promise<ReadonlyMap<TenantId, number> | null> | null): Promise<void> => {
    if (heads !== null) {
      const { checkpoints } = storage
      const pause = (wait: number) => orAfter(nextWake(), wait)
      await begin({ checkpoints, name, isOurs, warn, stopped: () => stopped, pause }, heads)
    }
    beat = setInterval(() => void ours.claim(), Math.min(lease / 3, longest)).unref()
    let wait = idle / 20
    while (!stopped) {
      const woken = nextWake()
      const came = await roundCaught()
      if (E.isRight(came)) {
        await (came.right ? turn() : orAfter(woken, untilDue()))
        wait = idle / 20
      } else {
        // The storage is unreachable: no event is skipped, and it retries with backoff.
        warn(came.left)
        await orAfter(woken, wait)
        wait = Math.min(wait * 2, 10 * idle)
      }
    }
    while (underWay.size > 0) await Promise.all(underWay)
    await giveBack()
  }

  /** Waits for a running claim first: it would take the slots again after they were released. */
  const giveBack = async (): Promise<void> => {
    clearInterval(beat)
    await ours.forget()
    await storage.checkpoints.release(name, owner)()
  }

  return {
    ended: run(settings.from === 'now' ? headsSince(engine, () => stopped) : null),
    wake: () => wake(),
    stop: () => {
      stopped = true
      permits.close()
      wake()
    },
    abandon: giveBack,
  }
}
