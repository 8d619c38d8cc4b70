import type { Who } from './Actor.ts'
import type { ActedBy, Event } from './Event.ts'
import type { CommandId, ConversationId, Position, TenantId, Time, Version } from './Ids.ts'

/** An event as it stands in the log. */
export type Recorded<E = Event> = {
  readonly tenant: TenantId
  readonly conversation: ConversationId
  /** Whose reading stream it is in; null: the conversation's own. */
  readonly reader: Who | null
  readonly version: Version
  /** Its ordinal among the events of this conversation that customers may see; null where they may not. */
  readonly customerVersion: Version | null
  /** Null until its transaction commits, in a host's own transaction on some storages. */
  readonly position: Position | null
  readonly at: Time
  readonly actor: ActedBy
  readonly commandId: CommandId
  readonly correlationId: string | null
  readonly causationId: string | null
  /** Tracing and the like; never shown to customers. */
  readonly meta: { readonly [key: string]: string }
  readonly event: E
}
