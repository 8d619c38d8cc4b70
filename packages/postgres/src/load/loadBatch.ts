import {
  type CommandId,
  compareText,
  readerKey,
  type Receipt,
  type State,
  type StreamKey,
  streamKey,
  type TenantId,
  type Who,
} from '@colloquy/core'
import type { Connection, Row, Step } from '../Connection.ts'
import { headers as headersSql } from '../sql/header.ts'
import { linksNamed, linksOfAll } from '../sql/loadLinks.ts'
import { messagesWithHash } from '../sql/loadMessages.ts'
import { seatsNamed, seatsOfAll, seatsOfAssignees } from '../sql/loadSeats.ts'
import { lockAll, lockFree } from '../sql/lock.ts'
import { reaches as reachesSql } from '../sql/reaches.ts'
import { receipts as receiptsSql } from '../sql/receipt.ts'
import { recordFollowers } from '../sql/recordFollower.ts'
import { startHashes } from '../sql/startHash.ts'
import { type Found, stateFrom } from './stateFrom.ts'
import { receiptAt } from './receipts.ts'
import type { Wanted } from './Wanted.ts'

/** What a batch found: the states of streams that nobody else holds, the streams somebody holds, and receipts. */
export type Batch = {
  readonly states: Map<string, State>
  readonly held: Set<string>
  readonly receipts: Map<string, Receipt | null>
}

export type WantedReceipt = { readonly actor: Who; readonly commandId: CommandId }
export const receiptKey = ({ actor, commandId }: WantedReceipt): string =>
  `${readerKey(actor)}\u0000${commandId}`

/**
 * Locks streams and loads what is wanted of them, in one round trip; in a few more what is seldom wanted. `wait`: for
 * a stream that somebody holds, rather than to do without it. `begin`: what to send before, if anything.
 */
export const loadBatch = async (
  connection: Connection,
  tenant: TenantId,
  asked: ReadonlyArray<Wanted>,
  receipts: ReadonlyArray<WantedReceipt>,
  batch: Batch,
  how: { readonly wait: boolean; readonly begin: string | null },
): Promise<void> => {
  const steps = stepsFor(asked, receipts, how.wait)
  const answers = await connection.run(tenant, steps, { begin: how.begin })
  const found = new Map(steps.map(({ sql }, i) => [sql, answers[i] ?? []]))
  const rows = (sql: string): ReadonlyArray<Row> => found.get(sql) ?? []
  const free = new Set(rows(how.wait ? lockAll : lockFree).map(([conversation]) => conversation))
  const existing = new Set(rows(headersSql).map((row) => row[1]))
  const part: Found = {
    headers: rows(headersSql),
    seats: [...rows(seatsNamed), ...rows(seatsOfAssignees), ...rows(seatsOfAll)],
    messages: rows(messagesWithHash),
    links: [...rows(linksNamed), ...rows(linksOfAll)],
    recordFollowers: rows(recordFollowers),
    startHashes: rows(startHashes),
    reaches: rows(reachesSql),
  }
  for (const each of receipts) batch.receipts.set(receiptKey(each), null)
  for (const row of rows(receiptsSql)) {
    const receipt = receiptAt(tenant, row)
    batch.receipts.set(receiptKey(receipt), receipt)
  }
  for (const wanted of asked) {
    const { conversation } = wanted.stream
    const key = streamKey(wanted.stream)
    // Locked after it was created by somebody else, or not locked because somebody holds it: not ours now.
    if (existing.has(conversation) && !free.has(conversation)) batch.held.add(key)
    else batch.states.set(key, await stateFrom(connection, wanted, part))
  }
}

const stepsFor = (
  asked: ReadonlyArray<Wanted>,
  receipts: ReadonlyArray<WantedReceipt>,
  wait: boolean,
): ReadonlyArray<Step> => {
  const of = (stream: StreamKey) => ({ conversation: stream.conversation })
  const all = asked
    .map(({ stream }) => of(stream))
    .sort((a, b) => compareText(a.conversation, b.conversation))
  const every = <A>(rows: (wanted: Wanted) => Iterable<A>): ReadonlyArray<A> =>
    asked.flatMap((wanted) => [...rows(wanted)])
  const whether = (test: (wanted: Wanted) => boolean) => asked.filter(test).map(({ stream }) => of(stream))
  const steps: ReadonlyArray<readonly [string, ReadonlyArray<object>]> = [
    [wait ? lockAll : lockFree, all],
    // From here on each statement sees what was committed before the locks were given.
    [headersSql, all],
    [
      seatsNamed,
      every(({ stream, seats, allSeats }) =>
        allSeats ? [] : [...seats.values()].map(({ side, id }) => ({ ...of(stream), side, actor: id })),
      ),
    ],
    [seatsOfAssignees, whether(({ assignee, allSeats }) => assignee && !allSeats)],
    [seatsOfAll, whether(({ allSeats }) => allSeats)],
    [messagesWithHash, every(({ stream, messages }) => [...messages].map((id) => ({ ...of(stream), id })))],
    [
      linksNamed,
      every(({ stream, links, allLinks }) =>
        allLinks ? [] : [...links.values()].map(({ type, id }) => ({ ...of(stream), type, record: id })),
      ),
    ],
    [linksOfAll, whether(({ allLinks }) => allLinks)],
    [
      recordFollowers,
      every(({ stream, recordFollowers: followers }) =>
        [...followers.values()].map(({ side, id }) => ({ ...of(stream), side, actor: id })),
      ),
    ],
    [startHashes, whether(({ startHash }) => startHash)],
    [reachesSql, every(reachRows)],
    [
      receiptsSql,
      receipts.map(({ actor, commandId }) => ({ side: actor.side, actor: actor.id, command: commandId })),
    ],
  ]
  return steps.filter(([, rows]) => rows.length > 0).map(([sql, rows]) => ({ sql, rows, answers: true }))
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
