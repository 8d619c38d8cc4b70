import type { Command, Outcome } from '@colloquy/core/engine'
import type { Recorded, Storage, StreamKey } from '@colloquy/core/storage'
import { decodeEvent, encodeEvent, streamKey } from '@colloquy/core/storage'
import { foldRows, handle, isSettled } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import { value } from '@colloquy/conformance/driving/results'
import { checkOutcomes } from './checkHistory/checkOutcomes.ts'
import { checkQueries } from './checkHistory/checkQueries.ts'
import { same } from '@colloquy/conformance/comparing/same'
import { queriesAfter, queriesAtTheEnd } from './questions.ts'
import type { History } from './random/historyOf.ts'
import type { Tally } from './Tally.ts'
import { countOutcomes } from './Tally.ts'
import type { Telling } from './tell.ts'
import { tell } from './tell.ts'

export type HistoryCheck = {
  /** All must give equal answers; the log is read from the first. */
  readonly storages: ReadonlyArray<Storage>
  readonly history: History
  /** The sizes of the batches, repeated. */
  readonly batches: ReadonlyArray<number>
  readonly tally: Tally
}

/** Runs a history, and after each batch compares every query with the oracle. */
export const checkHistory = async (check: HistoryCheck): Promise<void> => {
  const { storages, history, batches, tally } = check
  const issued = new Set<string>()
  let waiting: ReadonlyArray<Command> = history.commands
  let telling = new Map<string, Telling>()
  for (let turn = 0; waiting.length > 0; turn++) {
    const size = Math.max(1, batches[turn % batches.length] ?? 1)
    const commands = batchOf(storages, waiting.slice(0, size))
    const outcomes = await commitAll(storages, commands)
    const after = await tellings(storages, history)
    countOutcomes(tally, commands, outcomes)
    checkOutcomes(commands, outcomes, telling, after, issued)
    if (outcomes[0] === 'deferred') throw new Error('the first command of a batch was deferred')
    if (outcomes.includes('held')) throw new Error('a command was held, though nobody else is there')
    waiting = [...commands.filter((_, at) => outcomes[at] === 'deferred'), ...waiting.slice(commands.length)]
    telling = after
    await checkQueries(check, telling, queriesAfter(turn, commands, telling))
    await checkRebuilt(storages, streamsOf(outcomes))
  }
  await checkQueries(check, telling, queriesAtTheEnd(telling))
  for (const each of telling.values()) checkCodec(each.log)
}

/** The first `size` commands; on a storage with one tenant in a batch, up to the first of another tenant. */
const batchOf = (
  storages: ReadonlyArray<Storage>,
  commands: ReadonlyArray<Command>,
): ReadonlyArray<Command> => {
  if (storages.every(({ capabilities }) => capabilities.batch === 'store')) return commands
  const other = commands.findIndex(
    ({ context }) => context.actor.tenant !== commands[0]?.context.actor.tenant,
  )
  return other === -1 ? commands : commands.slice(0, other)
}

const commitAll = async (
  storages: ReadonlyArray<Storage>,
  commands: ReadonlyArray<Command>,
): Promise<ReadonlyArray<Outcome>> => {
  const all: Array<ReadonlyArray<Outcome>> = []
  for (const storage of storages) {
    const batch = handle(commands)
    all.push(batch.outcomes(await value(storage.commit(batch.needs, batch.settle))))
  }
  const [first = []] = all
  for (const other of all) same(other, first, 'outcomes of two storages')
  return first
}

const tellings = async (
  storages: ReadonlyArray<Storage>,
  { commands }: History,
): Promise<Map<string, Telling>> => {
  const found = new Map<string, Telling>()
  for (const { context } of commands) {
    const { tenant } = context.actor
    if (found.has(tenant)) continue
    const logs: Array<ReadonlyArray<Recorded>> = []
    for (const storage of storages)
      logs.push(await value(storage.read({ tenant, after: 0 as never }, 10_000)))
    const [log = []] = logs
    for (const other of logs) same(other, log, 'logs of two storages')
    log.forEach(({ position }, at) => same(position, at + 1, 'positions have no gaps'))
    found.set(tenant, tell(log))
  }
  return found
}

/** Invariant 13: the stored rows always equal the fold of the events. */
const checkRebuilt = async (
  storages: ReadonlyArray<Storage>,
  streams: ReadonlyArray<StreamKey>,
): Promise<void> => {
  for (const storage of storages) {
    for (const stream of streams)
      same(await value(storage.refold(stream, foldRows, false)), [], 'rebuilt rows')
  }
}

const streamsOf = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<StreamKey> => {
  const streams = outcomes.flatMap((outcome) =>
    isSettled(outcome) && E.isRight(outcome)
      ? outcome.right.events.map(({ tenant, conversation }) => ({ tenant, conversation }))
      : [],
  )
  return [...new Map(streams.map((stream) => [streamKey(stream), stream])).values()]
}

const checkCodec = (log: ReadonlyArray<Recorded>): void => {
  for (const { event } of log)
    same(decodeEvent(encodeEvent(event)), E.right(event), 'an event written and read')
}
