import type { Side, Who } from '../../conversation/Actor.ts'
import { readerKey } from '../../conversation/Actor.ts'
import type { ConversationId, Position, StreamKey, Version } from '../../conversation/Ids.ts'
import { fixedLength, fromFixedLength } from '../../kernel/Cursor.ts'
import { digest } from '../../kernel/digest.ts'
import type { Seal } from '../../ports/Seal.ts'
import type { Viewer } from '../../projections/seen/Viewer.ts'

/**
 * What a token is good for. The tenant stands in the proof: ids are a tenant's own, so the same conversation and reader
 * may be another's, too.
 */
const purpose = (what: string, { tenant }: StreamKey): string => JSON.stringify([what, tenant])
const versionsOf = (side: Side, stream: StreamKey): string =>
  purpose(side === 'staff' ? 'version' : 'version:customer', stream)

/** A version of a conversation as callers carry it. A customer's counts only what customers see. */
export const sealVersion = (seal: Seal, side: Side, stream: StreamKey, version: Version): string =>
  seal.close(versionsOf(side, stream), [stream.conversation, version])

/** The version of this conversation that a staff token names; null for any other token. */
export const openVersion = (seal: Seal, stream: StreamKey, token: string): Version | null => {
  const content = seal.open(versionsOf('staff', stream), token)
  const version = content?.[1]
  return content?.[0] === stream.conversation && typeof version === 'number' ? (version as Version) : null
}

/** What a reader's screen was drawn from: the version of their reading stream. */
export const sealReadToken = (seal: Seal, stream: StreamKey, who: Who, version: number): string =>
  seal.close(purpose('read', stream), [stream.conversation, readerKey(who), version])

/** The version that this reader's token of this conversation names; null for any other token. */
export const openReadToken = (seal: Seal, stream: StreamKey, who: Who, token: string): number | null => {
  const content = seal.open(purpose('read', stream), token)
  const version = content?.[2]
  return content?.[0] === stream.conversation && content[1] === readerKey(who) && typeof version === 'number'
    ? version
    : null
}

/** A place in the tenant's log: after all that happened up to `position`, in one conversation or (null) in all. */
export type LogPlace = { readonly position: Position; readonly conversation: ConversationId | null }

/** Whose token it is stands in the proof and not in the content, so that its length says nothing of them. */
const placesOf = ({ tenant, who }: Viewer): string => JSON.stringify(['place', tenant, readerKey(who)])

const scopeOf = (conversation: ConversationId | null): string =>
  fixedLength(conversation === null ? 0 : digest(conversation))

/**
 * A place, which its holder can't read: of the same length wherever it is, and another one each time, because equal
 * tokens would tell that nothing happened in between, notes included. Pages, frames and `changes` bear the same kind,
 * so that a watch goes on from a page, and `changedSince` from a frame.
 */
export const sealPlace = (seal: Seal, viewer: Viewer, { position, conversation }: LogPlace): string =>
  seal.closeOnce(placesOf(viewer), [fixedLength(position), scopeOf(conversation)])

/**
 * Where a token of this viewer stands; null for any other token. Told a conversation, only a token of that one will do:
 * else somebody would go on from another screen.
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
