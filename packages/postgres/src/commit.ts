import {
  type Committed,
  type EventKey,
  type Loaded,
  type Needs,
  type Position,
  readerKey,
  type Recorded,
  type Settle,
  type Settled,
  streamKey,
  type TenantId,
  want,
  type Wanted,
} from '@colloquy/core'
import type { Connection, Row } from './Connection.ts'
import { CommitLost } from './errors.ts'
import { type Batch, loadBatch, receiptKey, type WantedReceipt } from './load/loadBatch.ts'
import { appended } from './sql/append.ts'
import { positionsOf as positionsSql } from './sql/positionOf.ts'
import { changeSteps } from './write/changes.ts'
import { eventSteps } from './write/events.ts'
import { receiptSteps } from './write/receipts.ts'
import { partStep, statementsFor } from './write/Step.ts'

/** How a batch begins and ends: a transaction of our own, or nothing inside one of the host's. */
export type Bounds = {
  readonly begin: string | null
  readonly end: string | null
  readonly numbered: boolean
  /** The number of the host's transaction that this must be in still when it writes. */
  readonly inside?: string
}

/**
 * Locks, loads, settles and writes one batch of one tenant. A batch that names several streams does without those that
 * somebody else's transaction holds; one that names a single stream waits for it.
 */
export const commitOn = async (
  connection: Connection,
  needs: ReadonlyArray<Needs>,
  settle: Settle,
  bounds: Bounds,
): Promise<Committed> => {
  const tenant = tenantOf(needs)
  const wanted = new Map<string, Wanted>()
  const batch: Batch = { states: new Map(), held: new Set(), receipts: new Map() }
  let asked = needs
  for (let begin = bounds.begin; ; begin = null) {
    want(wanted, asked)
    const streams = [...new Set(asked.map(({ stream }) => streamKey(stream)))]
    const again = streams.flatMap((key) => wanted.get(key) ?? [])
    // Once it holds one stream a batch waits for no other: two that did so would wait for each other.
    const wait = bounds.begin === null || (begin !== null && again.length === 1)
    await loadBatch(connection, tenant, again, receiptsOf(asked), batch, { wait, begin })
    const settled = settle(loaded(batch))
    if (!('more' in settled)) return write(connection, tenant, settled, bounds)
    if (settled.more.length === 0) throw new Error('settle asked for more and named nothing')
    asked = settled.more
  }
}

const tenantOf = (needs: ReadonlyArray<Needs>): TenantId => {
  const [first, ...others] = needs.map(({ stream }) => stream.tenant)
  if (first === undefined) throw new Error('a batch of nothing')
  if (others.some((tenant) => tenant !== first)) throw new Error('a batch of several tenants')
  return first
}

const receiptsOf = (needs: ReadonlyArray<Needs>): ReadonlyArray<WantedReceipt> => {
  const found = new Map<string, WantedReceipt>()
  for (const { receipt } of needs) if (receipt !== null) found.set(receiptKey(receipt), receipt)
  return [...found.values()]
}

const loaded = ({ states, held, receipts }: Batch): Loaded => ({
  held: (stream) => held.has(streamKey(stream)),
  state: (stream) => {
    const state = states.get(streamKey(stream))
    if (state === undefined) throw new Error('a stream that no needs named, or that somebody holds')
    return state
  },
  receipt: (_tenant, actor, commandId) => receipts.get(receiptKey({ actor, commandId })) ?? null,
})

type Final = Exclude<Settled, { readonly more: unknown }>

const write = async (
  connection: Connection,
  tenant: TenantId,
  { events, changes, receipts, positionsOf }: Final,
  { end, numbered, inside }: Bounds,
): Promise<Committed> => {
  // Whoever takes positions holds up the whole tenant until the commit: never over the way to this process and back.
  const atOnce = numbered && connection.pipelined
  const statements = statementsFor(
    connection,
    tenant,
    [
      ...changeSteps(changes),
      ...receiptSteps(receipts),
      ...eventSteps(events, atOnce),
      ...(positionsOf.length === 0 ? [] : [partStep('positions', JSON.stringify(positionsOf.map(placeOf)))]),
    ],
    inside,
  )
  const answers = await connection.send([...statements, ...(end === null ? [] : [{ tell: end, ends: true }])])
  const answer = answers[statements.length - 1]?.[0]?.[0]
  const part = (name: 'events' | 'positions'): ReadonlyArray<Row> => {
    const rows: unknown = Array.isArray(answer) ? answer[appended.indexOf(name)] : null
    return Array.isArray(rows) ? rows : []
  }
  const given = (rows: ReadonlyArray<Row>, count: number): ReadonlyArray<Position | null> => {
    const found = new Map(rows.map(([i, position]) => [i, position]))
    return Array.from({ length: count }, (_, i) => {
      const position = found.get(i)
      return typeof position === 'number' ? (position as Position) : null
    })
  }
  const first = Number(part('events')[0]?.[0]) - events.length + 1
  return {
    positions: atOnce
      ? events.map((_, i) => (first + i) as Position)
      : given(numbered ? await positionsAfter(connection, tenant, events) : [], events.length),
    positionsOf: given(part('positions'), positionsOf.length),
  }
}

/** The positions that events were given at their commit. */
const positionsAfter = async (
  connection: Connection,
  tenant: TenantId,
  events: ReadonlyArray<Recorded>,
): Promise<ReadonlyArray<Row>> => {
  if (events.length === 0) return []
  const places = events.map((event, i) => placeOf({ stream: event, ...event }, i))
  try {
    return await connection.ask(positionsSql, { tenant, rows: JSON.stringify(places) })
  } catch {
    // They are there; whoever looks into the log will find them.
    throw new CommitLost()
  }
}

const placeOf = ({ stream, reader, version }: EventKey, i: number): object => ({
  i,
  conversation: stream.conversation,
  reader: reader === null ? '' : readerKey(reader),
  version,
})
