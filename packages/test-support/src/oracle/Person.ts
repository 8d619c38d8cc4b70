import type { Contact, Who } from '@colloquy/core/storage'
import type { Kind } from '@colloquy/core'

/** A person named in a conversation. */
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
  /** The version up to which the person has read; null: no read state. */
  cursor: number | null
  /** Messages that became visible up to this version are hidden from the person. */
  hiddenTo: number
  contact: Contact | null
  /** The version of the reading stream, and of its last `marked-unread`. */
  readingVersion: number
  markedVersion: number
}

export const isMember = (person: Person): boolean =>
  person.participant || person.follower || person.initiator || person.assigned

export const keyOf = (who: Who): string => `${who.side} ${who.id}`
