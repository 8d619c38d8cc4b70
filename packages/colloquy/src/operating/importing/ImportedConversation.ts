import type { Attributes, RecordRef } from '@colloquy/core'
import type { CustomerInput, ParticipantInput } from '../../session/commands/who.ts'
import type { When } from '@colloquy/core/decoding'

/**
 * A conversation from elsewhere, in a neutral form. Times are a `Date`, ISO 8601 text or milliseconds since 1970;
 * a message without one takes the time before it. Ids are kept, so that importing again adds nothing.
 */
export type ImportedConversation = {
  /** Whose it is; `import`'s own `tenant` where it is left out. */
  readonly tenant?: string
  readonly id: string
  /** Default `customer`. */
  readonly type?: 'customer' | 'internal'
  readonly subject?: string
  /** Whom it is with; in an internal conversation, whom it concerns. */
  readonly customer?: CustomerInput
  /** The id of the member of staff it was assigned to. */
  readonly owner?: string
  readonly participants?: ReadonlyArray<ParticipantInput>
  /** The record it was started from, and others it is about. */
  readonly source?: RecordRef
  readonly contexts?: ReadonlyArray<RecordRef>
  /** Default `web`. */
  readonly channel?: string
  readonly queue?: string
  readonly attributes?: Attributes
  readonly startedAt?: When
  readonly closedAt?: When
  readonly messages: ReadonlyArray<ImportedMessage>
  /** What else happened, in order of time; each comes before the messages of its time. `closedAt` is the final close. */
  readonly events?: ReadonlyArray<ImportedEvent>
}

/** A message of an imported conversation. */
export type ImportedMessage = {
  /** Default: derived from the conversation's id and the message's number by a keyed hash, so it cannot be guessed. */
  readonly id?: string
  readonly author: ImportedAuthor
  readonly visibility: 'public' | 'internal'
  readonly body: string
  readonly at?: When
  /** Id of an earlier message. */
  readonly replyTo?: string
  readonly attributes?: Attributes
}

/** `by` is by default the system; `to` is the id of a member of staff. */
export type ImportedEvent = { readonly at: When; readonly by?: ImportedAuthor } & (
  | { readonly type: 'closed' | 'reopened' }
  | { readonly type: 'assigned'; readonly to: string }
)

/** Who wrote it, or did it. */
export type ImportedAuthor = {
  readonly id: string
  readonly kind: 'customer' | 'staff' | 'bot' | 'system'
  readonly name?: string
}
