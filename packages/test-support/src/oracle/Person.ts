import type { Contact, Who } from '@colloquy/core/storage'
import type { Kind } from '@colloquy/core'

/** Somebody whom a conversation has named. */
export type Person = {
  readonly who: Who
  kind: Kind
  participant: boolean
  follower: boolean
  initiator: boolean
  assigned: boolean
  wasAssigned: boolean
  muted: boolean
  flag: boolean
  /** The version up to which they have read; null: no read state. */
  cursor: number | null
  /** What became visible up to this version is hidden from them. */
  hiddenTo: number
  contact: Contact | null
  /** Of their reading stream, and of their last `marked-unread` in it. */
  readingVersion: number
  markedVersion: number
}

export const isMember = (person: Person): boolean =>
  person.participant || person.follower || person.initiator || person.assigned

export const keyOf = (who: Who): string => `${who.side} ${who.id}`
