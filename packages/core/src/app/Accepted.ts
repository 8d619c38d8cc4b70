import type { ConversationId, MessageId, Position, Version } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'

/** The outcome of an accepted command. */
export type Accepted = {
  /** The conversation the command changed: the fork, where a reply began one. */
  readonly conversation: ConversationId
  readonly version: Version
  readonly customerVersion: Version
  readonly position: Position | null
  readonly messageId: MessageId | null
  /** False where the command added no event. */
  readonly changed: boolean
  /** The new events with their positions, for watchers and subscriptions. Empty for a retry. */
  readonly events: ReadonlyArray<Recorded>
}
