import type { Who } from './Actor.ts'
import type { ActedBy, Event } from './Event.ts'
import type { CommandId, ConversationId, Position, TenantId, Time, Version } from './Ids.ts'

/** An event in the log. */
export type Recorded<E = Event> = {
  readonly tenant: TenantId
  readonly conversation: ConversationId
  /** The reader whose reading stream it belongs to; null: the conversation's own stream. */
  readonly reader: Who | null
  readonly version: Version
  /** Its ordinal among the events of this conversation that customers may see; null for an event hidden from them. */
  readonly customerVersion: Version | null
  /** Null before the commit, in a host's transaction on storages that number events at commit. */
  readonly position: Position | null
  readonly at: Time
  readonly actor: ActedBy
  readonly commandId: CommandId
  readonly correlationId: string | null
  readonly causationId: string | null
  /** Metadata such as trace ids; never shown to customers. */
  readonly meta: { readonly [key: string]: string }
  readonly event: E
}
