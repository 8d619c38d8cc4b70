import type { Accepted } from '@colloquy/core/engine'
import type { Actor, Position, Seal, TenantId } from '@colloquy/core/storage'
import { sealVersion, sideOf } from '@colloquy/core/engine'

/** What an accepted command came to. */
export type Receipt = {
  /** Where it went: a fork's id where a reply began one. */
  readonly conversationId: string
  /** Opaque: for `asOf` and `waitFor`. A customer's counts only what customers see. */
  readonly version: string
  /** Opaque; null for customers, and inside a host's transaction on some storages. */
  readonly position: string | null
  readonly messageId?: string
  /** False where the command was accepted and changed nothing. */
  readonly changed: boolean
}

export const receiptOf = (seal: Seal, actor: Actor, accepted: Accepted): Receipt => {
  const side = sideOf(actor.kind)
  const version = side === 'staff' ? accepted.version : accepted.customerVersion
  return {
    conversationId: accepted.conversation,
    version: sealVersion(seal, side, { tenant: actor.tenant, conversation: accepted.conversation }, version),
    position: side === 'staff' ? sealPosition(seal, actor.tenant, accepted.position) : null,
    ...(accepted.messageId === null ? {} : { messageId: accepted.messageId }),
    changed: accepted.changed,
  }
}

export const sealPosition = (seal: Seal, tenant: TenantId, position: Position | null): string | null =>
  position === null ? null : seal.close('position', [tenant, position])

/** The place in this tenant's log that a receipt names; null for anything else. */
export const openPosition = (
  seal: Seal,
  token: string,
): { readonly tenant: TenantId; readonly position: Position } | null => {
  const [tenant, position] = seal.open('position', token) ?? []
  return typeof tenant === 'string' && typeof position === 'number'
    ? { tenant: tenant as TenantId, position: position as Position }
    : null
}
