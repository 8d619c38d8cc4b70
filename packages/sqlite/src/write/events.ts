import { encodeEvent, type Position, readerKey, type Recorded } from '@colloquy/core'
import type { Connection } from '../Connection.ts'
import { insertEvent } from '../sql/insertEvent.ts'
import { moveHead } from '../sql/moveHead.ts'
import { tenantHead } from '../sql/tenantHead.ts'
import type { EventNumber } from './terms.ts'

export type Written = {
  /** One for each event, in order. */
  readonly positions: ReadonlyArray<Position>
  /** Finds events just written. */
  readonly numberOf: EventNumber
}

const name = (tenant: string, conversation: string, version: number): string =>
  `${tenant}\u0000${conversation}\u0000${version}`

/** Appends events to the log, giving each the next position of its tenant. */
export const writeEvents = (connection: Connection, events: ReadonlyArray<Recorded>): Written => {
  const heads = new Map<string, number>()
  const numbers = new Map<string, number>()
  const insert = connection.prepare(insertEvent)
  const positions = events.map((event) => {
    const head = (heads.get(event.tenant) ?? headOf(connection, event.tenant)) + 1
    heads.set(event.tenant, head)
    const n = Number(insert.run(bound(event, head)).lastInsertRowid)
    if (event.reader === null) numbers.set(name(event.tenant, event.conversation, event.version), n)
    return head as Position
  })
  for (const [tenant, head] of heads) connection.prepare(moveHead).run(tenant, head)
  return { positions, numberOf: (tenant, conversation, version) => numbers.get(name(tenant, conversation, version)) ?? null }
}

const headOf = (connection: Connection, tenant: string): number => {
  const row = connection.raw(tenantHead).get(tenant)
  return Array.isArray(row) ? Number(row[0]) : 0
}

const noMeta = '{}'

const isEmpty = (record: object): boolean => {
  for (const _ in record) return false
  return true
}

const bound = (recorded: Recorded, position: number): ReadonlyArray<unknown> => {
  const { type, schema, facts, subject, personal } = encodeEvent(recorded.event)
  const { actor, meta } = recorded
  return [
    recorded.tenant,
    position,
    recorded.conversation,
    recorded.reader === null ? '' : readerKey(recorded.reader),
    recorded.version,
    recorded.customerVersion,
    type,
    schema,
    recorded.at,
    actor.side,
    actor.id,
    actor.kind,
    recorded.commandId,
    recorded.correlationId,
    recorded.causationId,
    isEmpty(meta) ? noMeta : JSON.stringify(meta),
    facts,
    subject,
    personal,
  ]
}
