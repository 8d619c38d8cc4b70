import type { Policies, presets } from '@colloquy/core'
import type { Storage } from '@colloquy/core/storage'
import type { SessionActor } from '../session/actor.ts'
import type { LogEntry } from '../engine/Engine.ts'
import type { Limits } from '@colloquy/core/decoding'

/** A set of policies that comes with the library. */
export type PresetName = keyof typeof presets

/** How a host opens Colloquy. Everything but the storage has a default. */
export type Options<S extends Storage = Storage> = {
  /** Where everything is kept, such as `sqlite({ filename: 'chat.db' })`. */
  readonly storage: S
  /** A preset's name, your own (`extend(presets.helpdesk, …)`), or a function of the tenant. Default `'helpdesk'`. */
  readonly policies?: PresetName | Policies | ((tenant: string) => PresetName | Policies)
  /** Tells the time, as a valid `Date` or in milliseconds since 1970, or it is a `TypeError`. Default: the system's. */
  readonly clock?: () => Date | number
  /**
   * Makes ids of conversations, messages and commands. By default uuid v7, and v4 for messages, so that a note's id does
   * not tell when it was written once it is published; ids of your own should tell no more.
   */
  readonly newId?: () => string
  /** How long texts and lists may be; each that is left out has its default. */
  readonly limits?: Partial<Limits>
  /** Who is who. Default: anybody may be assigned whom a conversation does not know as a customer only. */
  readonly directory?: Directory
  /**
   * The types of records conversations may be about. Without it staff may name any, customers those granted to them, and
   * none is shown to customers.
   */
  readonly records?: { readonly [type: string]: RecordType }
  /** Receives warnings and errors for the operator, without content. Default: they are dropped. */
  readonly log?: (entry: LogEntry) => void
  /** False: the schema is left alone, and opening an old one rejects with `SchemaOutdated`. Default true. */
  readonly migrate?: boolean
  /** Secret key of tokens and cursors; instances with the same secret accept each other's. Default: one in the storage. */
  readonly secret?: string
}

/** Who is who, as the host knows it. Asked only about ids that a command names. */
export type Directory = {
  /**
   * Those of the ids that exist, on whichever side. Answers at once or by a promise, within five seconds; what fails is
   * `Unavailable`.
   */
  readonly find: (
    tenant: string,
    ids: ReadonlyArray<string>,
  ) => ReadonlyArray<DirectoryEntry> | PromiseLike<ReadonlyArray<DirectoryEntry>>
}

/** Somebody, as the host knows them. */
export type DirectoryEntry = {
  readonly id: string
  readonly kind: 'customer' | 'staff' | 'bot' | 'system'
  /** Nobody inactive can be assigned. */
  readonly active: boolean
  readonly role?: string
  readonly queues?: ReadonlyArray<string>
  readonly name?: string
  readonly phone?: string
  readonly email?: string
}

/** What the host says of one type of its records. */
export type RecordType = {
  /** Whether a conversation may be started from such a record. Default true. */
  readonly startable?: boolean
  /** Whether customers see that a conversation is about it. Default false. */
  readonly customerVisible?: boolean
  /**
   * Those of the ids that exist and that `actor` may name: staff who link one, a customer who starts from one or asks
   * about one. No more than were asked about. Without it staff may name every id, and a customer those that are granted
   * or shown to them. Answers at once or by a promise, within five seconds; what fails is `Unavailable`.
   */
  readonly resolve?: (
    tenant: string,
    ids: ReadonlyArray<string>,
    actor: NamingActor,
  ) => ReadonlyArray<ResolvedRecord> | PromiseLike<ReadonlyArray<ResolvedRecord>>
}

/** Who names a record. */
export type NamingActor = Omit<SessionActor, 'can'>

/**
 * `title`: a subject for conversations started from it; a customer's own bears it only if `customerVisible`. Longer than
 * a subject may be, it is cut.
 */
export type ResolvedRecord = { readonly id: string; readonly title?: string | null }
