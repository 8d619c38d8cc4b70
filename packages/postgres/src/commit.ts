import {
  type Committed,
  type EventKey,
  type Loaded,
  type Needs,
  type Position,
  readerKey,
  type Settle,
  type Settled,
  streamKey,
  type TenantId,
  want,
  type Wanted,
} from '@colloquy/core/storage'
import { answersOf } from './answersOf.ts'
import { appendBefore, appendInside, lastAndCommit, lastly } from './calls.ts'
import type { Connection, Row } from './Connection.ts'
import { type Batch, loadBatch, receiptKey, type WantedReceipt } from './load/batch.ts'
import { appended, last } from './sql/appending.ts'
import { inSchema } from './statements.ts'
import { commit } from './transactions.ts'
import { changeSteps } from './write/changes.ts'
import { eventRows } from './write/events.ts'
import { receiptSteps } from './write/receipts.ts'
import { partStep, statementsFor } from './write/Step.ts'

/** The transaction of a batch: our own, which begins with this text, or the host's. */
export type Bounds = { readonly begin: string } | { readonly inside: string }

/**
 * Locks, loads, settles and writes one batch of one tenant. A batch of several streams skips those that another
 * transaction has locked; a batch of one stream waits for its lock.
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
  const first = 'begin' in bounds ? bounds.begin : null
  let asked = needs
  for (let begin = first; ; begin = null) {
    want(wanted, asked)
    const streams = [...new Set(asked.map(({ stream }) => streamKey(stream)))]
    const again = streams.flatMap((key) => wanted.get(key) ?? [])
    // A batch that has locked a stream waits for no other: two such batches would deadlock.
    const wait = 'inside' in bounds || (begin !== null && again.length === 1)
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
  bounds: Bounds,
): Promise<Committed> => {
  const { rows, subjects } = eventRows(events)
  const positions = positionsOf.length === 0 ? null : JSON.stringify(positionsOf.map(placeOf))
  const steps = [
    ...changeSteps(changes),
    ...receiptSteps(receipts),
    ...(subjects === null ? [] : [partStep('subjects', subjects)]),
  ]
  if ('inside' in bounds) {
    const { inside } = bounds
    const statements = statementsFor(
      connection,
      tenant,
      [
        ...steps,
        ...(rows === null ? [] : [partStep('unnumbered', rows)]),
        ...(positions === null ? [] : [partStep('positions', positions)]),
      ],
      { sql: appendInside, values: { inside } },
    )
    const answers = await connection.send(statements)
    const part = answersOf(appended, answers.at(-1), 'append')
    return { positions: events.map(() => null), positionsOf: given(part('positions'), positionsOf.length) }
  }
  if (rows === null && positions === null) {
    await connection.send([...statementsFor(connection, tenant, steps), { tell: commit, ends: true }])
    return { positions: [], positionsOf: [] }
  }
  const answers = await connection.send([
    ...statementsFor(connection, tenant, steps, {
      sql: appendBefore,
      values: { [lastly('events')]: rows, [lastly('positions')]: positions },
    }),
    { tell: inSchema(lastAndCommit, connection.schema), ends: true, answers: true },
  ])
  const part = answersOf(last, answers.at(-1), 'last')
  const first = Number(part('events')[0]?.[0]) - events.length + 1
  return {
    positions: events.map((_, i) => (first + i) as Position),
    positionsOf: given(part('positions'), positionsOf.length),
  }
}

const given = (rows: ReadonlyArray<Row>, count: number): ReadonlyArray<Position | null> => {
  const found = new Map(rows.map(([i, position]) => [i, position]))
  return Array.from({ length: count }, (_, i) => {
    const position = found.get(i)
    return typeof position === 'number' ? (position as Position) : null
  })
}

const placeOf = ({ stream, reader, version }: EventKey, i: number): object => ({
  i,
  conversation: stream.conversation,
  reader: reader === null ? '' : readerKey(reader),
  version,
})
