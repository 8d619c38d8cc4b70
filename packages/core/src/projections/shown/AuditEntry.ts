import type { Who } from '../../conversation/Actor.ts'
import type { ActedBy, EventType } from '../../conversation/Event.ts'
import type { Recorded } from '../../conversation/Recorded.ts'
import { iso } from './iso.ts'
import { dataOf } from './TimelineEvent.ts'

/** One event of a conversation, reading included, as the audit shows it. */
export type AuditEntry = {
  readonly event: EventType
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly actor: ActedBy
  /** Whose reading it changed; null where it happened to the conversation. */
  readonly reader: Who | null
  /** The event's own fields; texts of messages only with `message.history`. */
  readonly data: { readonly [field: string]: unknown }
  /** Good for `asOf`; null for reading. */
  readonly version: string | null
  readonly commandId: string
  readonly correlationId: string | null
  readonly causationId: string | null
  readonly meta: { readonly [key: string]: string }
}

/** Shapes an event for the audit. `history`: whether the viewer may read texts that were edited or removed since. */
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
