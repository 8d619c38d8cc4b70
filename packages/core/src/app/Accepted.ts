import type { ConversationId, MessageId, Position, Version } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'

/** What an accepted command came to. */
export type Accepted = {
  /** Where it went: a fork's id where a reply began one. */
  readonly conversation: ConversationId
  readonly version: Version
  readonly customerVersion: Version
  readonly position: Position | null
  readonly messageId: MessageId | null
  /** False when nothing was new. */
  readonly changed: boolean
  /** The new events, with their positions: for announcing. Empty for a retry. */
  readonly events: ReadonlyArray<Recorded>
}
