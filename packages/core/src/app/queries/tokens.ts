import type { Side, Who } from '../../conversation/Actor.ts'
import { readerKey } from '../../conversation/Actor.ts'
import type { ConversationId, Position, StreamKey, Version } from '../../conversation/Ids.ts'
import { fixedLength, fromFixedLength } from '../../kernel/Cursor.ts'
import { digest } from '../../kernel/digest.ts'
import type { Seal } from '../../ports/Seal.ts'
import type { Viewer } from '../../projections/seen/Viewer.ts'

/**
 * The purpose of a token. It includes the tenant, because another tenant may have the same conversation and reader ids.
 */
const purpose = (what: string, { tenant }: StreamKey): string => JSON.stringify([what, tenant])
const versionsOf = (side: Side, stream: StreamKey): string =>
  purpose(side === 'staff' ? 'version' : 'version:customer', stream)

/** Seals a version of a conversation. For a customer it counts only events that customers see. */
export const sealVersion = (seal: Seal, side: Side, stream: StreamKey, version: Version): string =>
  seal.close(versionsOf(side, stream), [stream.conversation, version])

/** The version in a staff token of this conversation; null for any other token. */
export const openVersion = (seal: Seal, stream: StreamKey, token: string): Version | null => {
  const content = seal.open(versionsOf('staff', stream), token)
  const version = content?.[1]
  return content?.[0] === stream.conversation && typeof version === 'number' ? (version as Version) : null
}

/** Seals a read token: the version of the reading stream that the reader's screen showed. */
export const sealReadToken = (seal: Seal, stream: StreamKey, who: Who, version: number): string =>
  seal.close(purpose('read', stream), [stream.conversation, readerKey(who), version])

/** The version in this reader's token of this conversation; null for any other token. */
export const openReadToken = (seal: Seal, stream: StreamKey, who: Who, token: string): number | null => {
  const content = seal.open(purpose('read', stream), token)
  const version = content?.[2]
  return content?.[0] === stream.conversation && content[1] === readerKey(who) && typeof version === 'number'
    ? version
    : null
}

/** A place in the tenant's log: after all events up to `position`, in one conversation or (null) in all. */
export type LogPlace = { readonly position: Position; readonly conversation: ConversationId | null }

/** The reader is part of the purpose and not of the content, so that the token's length says nothing about them. */
const placesOf = ({ tenant, who }: Viewer): string => JSON.stringify(['place', tenant, readerKey(who)])

const scopeOf = (conversation: ConversationId | null): string =>
  fixedLength(conversation === null ? 0 : digest(conversation))

/**
 * Seals a place. Equal length and a random nonce hide whether anything happened in between, notes included. Pages,
 * frames and `changes` have the same tokens, so that `watch` continues from a page, and `changedSince` from a frame.
 */
export const sealPlace = (seal: Seal, viewer: Viewer, { position, conversation }: LogPlace): string =>
  seal.closeOnce(placesOf(viewer), [fixedLength(position), scopeOf(conversation)])

/**
 * The place in a token of this viewer; null for any other token. With a conversation, only a token of that conversation
 * is accepted, because a token of another screen would skip events.
 */
export const openPlace = (
  seal: Seal,
  viewer: Viewer,
  conversation: ConversationId | null,
  token: string,
): Position | null => {
  const content = seal.open(placesOf(viewer), token)
  if (content === null || (conversation !== null && content[1] !== scopeOf(conversation))) return null
  const position = fromFixedLength(content[0])
  return position === null ? null : (position as Position)
}
