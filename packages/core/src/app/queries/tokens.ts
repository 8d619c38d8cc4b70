import type { Side, Who } from '../../conversation/Actor.ts'
import { readerKey } from '../../conversation/Actor.ts'
import type { ConversationId, Position, Version } from '../../conversation/Ids.ts'
import { fixedLength, fromFixedLength } from '../../kernel/Cursor.ts'
import type { Seal } from '../../ports/Seal.ts'

/** A version of a conversation as callers carry it. A customer's counts only what customers see. */
export const sealVersion = (seal: Seal, side: Side, conversation: ConversationId, version: Version): string =>
  seal.close(side === 'staff' ? 'version' : 'version:customer', [conversation, version])

/** The version of this conversation that a staff token names; null for any other token. */
export const openVersion = (seal: Seal, conversation: ConversationId, token: string): Version | null => {
  const content = seal.open('version', token)
  const version = content?.[1]
  return content?.[0] === conversation && typeof version === 'number' ? (version as Version) : null
}

/** What a reader's screen was drawn from: the version of their reading stream. */
export const sealReadToken = (seal: Seal, conversation: ConversationId, who: Who, version: number): string =>
  seal.close('read', [conversation, readerKey(who), version])

/** The version that this reader's token of this conversation names; null for any other token. */
export const openReadToken = (
  seal: Seal,
  conversation: ConversationId,
  who: Who,
  token: string,
): number | null => {
  const content = seal.open('read', token)
  const version = content?.[2]
  return content?.[0] === conversation && content[1] === readerKey(who) && typeof version === 'number'
    ? version
    : null
}

/**
 * A place in the tenant's log, which its holder can't read: of the same length wherever it is, and another one each
 * time, because equal tokens would tell that nothing happened in between, notes included.
 */
export const sealChanges = (seal: Seal, tenant: string, who: Who, position: Position): string =>
  seal.closeOnce('changes', [tenant, readerKey(who), fixedLength(position)])

/** The place that this viewer's token names; null for any other token. */
export const openChanges = (seal: Seal, tenant: string, who: Who, token: string): Position | null => {
  const content = seal.open('changes', token)
  if (content?.[0] !== tenant || content[1] !== readerKey(who)) return null
  const position = fromFixedLength(content[2])
  return position === null ? null : (position as Position)
}
