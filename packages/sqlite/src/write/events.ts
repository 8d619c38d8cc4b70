import {
  encodeEvent,
  type Position,
  readerKey,
  type Recorded,
  type StoredEvent,
} from '@colloquy/core/storage'
import type { Connection } from '../Connection.ts'
import { insertEvent, moveHead, tenantHead } from '../sql/events.ts'
import { insertSubject } from '../sql/erasing.ts'
import type { EventNumber } from './terms.ts'

export type Written = {
  /** The position of each event, in order. */
  readonly positions: ReadonlyArray<Position>
  /** The numbers of the events just written. */
  readonly numberOf: EventNumber
}

const name = (tenant: string, conversation: string, version: number): string =>
  `${tenant}\u0000${conversation}\u0000${version}`

/** Appends events to the log at the next positions of their tenants. */
export const writeEvents = (connection: Connection, events: ReadonlyArray<Recorded>): Written => {
  const heads = new Map<string, number>()
  const numbers = new Map<string, number>()
  const insert = connection.prepare(insertEvent)
  const subjects = new Set<string>()
  const positions = events.map((event) => {
    const head = (heads.get(event.tenant) ?? headOf(connection, event.tenant)) + 1
    heads.set(event.tenant, head)
    const stored = encodeEvent(event.event)
    const n = Number(insert.run(bound(event, stored, head)).lastInsertRowid)
    if (stored.subject !== null && stored.personal !== null) note(connection, subjects, event, stored.subject)
    if (event.reader === null) numbers.set(name(event.tenant, event.conversation, event.version), n)
    return head as Position
  })
  for (const [tenant, head] of heads) connection.prepare(moveHead).run(tenant, head)
  return {
    positions,
    numberOf: (tenant, conversation, version) => numbers.get(name(tenant, conversation, version)) ?? null,
  }
}

const headOf = (connection: Connection, tenant: string): number =>
  Number(connection.raw(tenantHead).get(tenant)?.[0] ?? 0)

const noMeta = '{}'

const isEmpty = (record: object): boolean => {
  for (const _ in record) return false
  return true
}

/** Updates the index by person, once for each stream in a batch. */
const note = (
  connection: Connection,
  noted: Set<string>,
  { tenant, conversation }: Recorded,
  subject: string,
): void => {
  const key = `${tenant}\u0000${subject}\u0000${conversation}`
  if (noted.has(key)) return
  noted.add(key)
  connection.prepare(insertSubject).run(tenant, subject, conversation)
}

const bound = (recorded: Recorded, stored: StoredEvent, position: number): ReadonlyArray<unknown> => {
  const { type, schema, facts, subject, personal } = stored
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
