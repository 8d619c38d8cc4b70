import {
  type CommandId,
  compareText,
  readerKey,
  type Receipt,
  receiptAt,
  type Side,
  type ActorId,
  type State,
  type StreamKey,
  streamKey,
  type TenantId,
  type Wanted,
  type Who,
} from '@colloquy/core/storage'
import type { Connection, Row, Statement } from '../Connection.ts'
import { load } from '../calls.ts'
import { answersOf } from '../answersOf.ts'
import { type Part, parts } from '../sql/loading.ts'
import { type Found, stateFrom } from './state.ts'

/**
 * What a batch loaded: the states of the streams it locked, the streams that another transaction has locked, and
 * receipts.
 */
export type Batch = {
  readonly states: Map<string, State>
  readonly held: Set<string>
  readonly receipts: Map<string, Receipt | null>
}

export type WantedReceipt = { readonly actor: Who; readonly commandId: CommandId }
export const receiptKey = ({ actor, commandId }: WantedReceipt): string =>
  `${readerKey(actor)}\u0000${commandId}`

/**
 * Locks streams and loads their needs in one round trip; rare needs take a few more. `wait`: wait for a lock instead of
 * skipping the stream. `begin`: a statement to send first.
 */
export const loadBatch = async (
  connection: Connection,
  tenant: TenantId,
  asked: ReadonlyArray<Wanted>,
  receipts: ReadonlyArray<WantedReceipt>,
  batch: Batch,
  how: { readonly wait: boolean; readonly begin: string | null },
): Promise<void> => {
  const answers = await connection.send([
    ...(how.begin === null ? [] : [{ tell: how.begin }]),
    loading(tenant, partsGiven(asked, receipts, how.wait)),
  ])
  const rows = answersOf(parts, answers.at(-1), 'load')
  const free = new Set(rows(how.wait ? 'lockAll' : 'lockFree').map(([conversation]) => conversation))
  const existing = new Set(rows('headers').map((row) => row[1]))
  const part: Found = {
    headers: byConversation(rows('headers'), 1),
    seats: byConversation([...rows('seatsNamed'), ...rows('seatsOfAssignees'), ...rows('seatsOfAll')], 1),
    messages: byConversation(rows('messagesWithHash'), 1),
    links: byConversation([...rows('linksNamed'), ...rows('linksOfAll')], 1),
    recordFollowers: byConversation(rows('recordFollowers'), 0),
    startHashes: byConversation(rows('startHashes'), 0),
    reaches: byConversation(rows('reaches'), 0),
  }
  for (const each of receipts) batch.receipts.set(receiptKey(each), null)
  for (const [side, id, commandId, ...rest] of rows('receipts')) {
    const key = { actor: { side: side as Side, id: id as ActorId }, commandId: commandId as CommandId }
    batch.receipts.set(receiptKey(key), receiptAt(tenant, key.actor, key.commandId, rest))
  }
  for (const wanted of asked) {
    const { conversation } = wanted.stream
    const key = streamKey(wanted.stream)
    // Created by another transaction after the locks were taken, or locked by it: not ours now.
    if (existing.has(conversation) && !free.has(conversation)) batch.held.add(key)
    else batch.states.set(key, await stateFrom(connection, wanted, part))
  }
}

/** The statement that loads parts, each with its rows. */
export const loading = (tenant: TenantId, given: Given): Statement => {
  const values: Record<string, string | null> = { tenant }
  for (const part of parts) {
    const rows = given[part] ?? []
    values[part] = rows.length === 0 ? null : JSON.stringify(rows)
  }
  return { sql: load, values, answers: true }
}

const byConversation = (
  rows: ReadonlyArray<Row>,
  column: number,
): ReadonlyMap<unknown, ReadonlyArray<Row>> => {
  const found = new Map<unknown, Array<Row>>()
  for (const row of rows) {
    const own = found.get(row[column])
    if (own === undefined) found.set(row[column], [row])
    else own.push(row)
  }
  return found
}

/** The parameters of each part, as rows. */
export type Given = { readonly [P in Part]?: ReadonlyArray<object> }

const partsGiven = (
  asked: ReadonlyArray<Wanted>,
  receipts: ReadonlyArray<WantedReceipt>,
  wait: boolean,
): Given => {
  const of = (stream: StreamKey) => ({ conversation: stream.conversation })
  const all = asked
    .map(({ stream }) => of(stream))
    .sort((a, b) => compareText(a.conversation, b.conversation))
  const whether = (test: (wanted: Wanted) => boolean) => asked.filter(test).map(({ stream }) => of(stream))
  return {
    ...(wait ? { lockAll: all } : { lockFree: all }),
    headers: all,
    seatsNamed: asked.flatMap(({ stream, seats, allSeats }) =>
      allSeats ? [] : [...seats.values()].map(({ side, id }) => ({ ...of(stream), side, actor: id })),
    ),
    seatsOfAssignees: whether(({ assignee, allSeats }) => assignee && !allSeats),
    seatsOfAll: whether(({ allSeats }) => allSeats),
    messagesWithHash: asked.flatMap(({ stream, messages }) =>
      [...messages].map((id) => ({ ...of(stream), id })),
    ),
    linksNamed: asked.flatMap(({ stream, links, allLinks }) =>
      allLinks ? [] : [...links.values()].map(({ type, id }) => ({ ...of(stream), type, record: id })),
    ),
    linksOfAll: whether(({ allLinks }) => allLinks),
    recordFollowers: asked.flatMap(({ stream, recordFollowers: followers }) =>
      [...followers.values()].map(({ side, id }) => ({ ...of(stream), side, actor: id })),
    ),
    startHashes: whether(({ startHash }) => startHash),
    reaches: asked.flatMap(reachRows),
    receipts: receipts.map(({ actor, commandId }) => ({
      side: actor.side,
      actor: actor.id,
      command: commandId,
    })),
  }
}

const reachRows = ({ stream, reaches }: Wanted): ReadonlyArray<object> =>
  [...reaches].map(([i, { reader, place }]) => {
    const named =
      typeof place === 'string'
        ? { place, message: null }
        : 'at' in place
          ? { place: 'at', message: place.at }
          : { place: 'before', message: place.before }
    return { i, conversation: stream.conversation, side: reader.side, actor: reader.id, ...named }
  })
