import type { Who } from '../../conversation/Actor.ts'
import type { ActedBy, EventType } from '../../conversation/Event.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import { iso } from './iso.ts'
import { dataOf } from './TimelineEvent.ts'

/** One event of a conversation, reading included, as `audit` answers it. */
export type AuditEntry = {
  readonly event: EventType
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly actor: ActedBy
  /** The reader whose reading it changed; null for an event of the conversation. */
  readonly reader: Who | null
  /** The event's fields; texts of messages only with `message.history`. */
  readonly data: { readonly [field: string]: unknown }
  /** For `asOf`; null for reading. */
  readonly version: string | null
  readonly commandId: string
  readonly correlationId: string | null
  readonly causationId: string | null
  readonly meta: { readonly [key: string]: string }
}

/** Shapes an event for `audit`. `history`: whether the viewer may read edited and removed texts. */
export const auditEntry = (recorded: Recorded, history: boolean, version: string | null): AuditEntry => ({
  event: recorded.event.type,
  at: iso(recorded.at),
  actor: recorded.actor,
  reader: recorded.reader,
  data: history ? dataOf(recorded.event) : withoutText(dataOf(recorded.event)),
  version,
  commandId: recorded.commandId,
  correlationId: recorded.correlationId,
  causationId: recorded.causationId,
  meta: recorded.meta,
})

const withoutText = (data: AuditEntry['data']): AuditEntry['data'] =>
  Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'body'))
