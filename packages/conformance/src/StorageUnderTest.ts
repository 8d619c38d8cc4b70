import type { Capabilities, Storage } from '@colloquy/core/storage'

/** A storage as its author presents it to the contract. */
export type StorageUnderTest = {
  /** How the tests are titled. */
  readonly name: string
  /** What it declares; the contract runs what this promises, and checks that the storage declares the same. */
  readonly capabilities: Capabilities
  /**
   * A handle on the data kept at a place. Places are short names of letters, digits and `-`, each empty when it is
   * opened first. A durable storage is opened again at the same place and must find the same data there, as another
   * process would; one that is not durable is opened once at each. The contract closes what it opens.
   */
  readonly open: (place: string) => Storage | Promise<Storage>
  /**
   * A storage on what a host has open at a place, to commit in the host's own transactions. Required unless
   * `capabilities.transaction` is null.
   */
  readonly hosted?: (place: string) => Hosted | Promise<Hosted>
  /** Whether `hint` wakes soon after another handle's commit at the same place; not promised by default. */
  readonly hints?: boolean
  /** All bytes kept at a place, when they can be read: to see that erased text is in none of them. */
  readonly bytes?: (place: string) => Promise<Uint8Array>
  /** Attempts to change or delete events beneath the storage, where it can prevent that: each must throw or reject. */
  readonly tamper?: (place: string) => ReadonlyArray<() => unknown>
}

/** A host of a storage. */
export type Hosted = {
  readonly storage: Storage
  /**
   * Runs `work` in a transaction of the host's, with the handle that `within` takes. Commits when `work` is done (or
   * what it promised came about); rolls back, and fails as `work` does, when it throws (or rejects). `work` is
   * synchronous where `capabilities.transaction` is `'sync'`.
   */
  readonly transaction: (work: (handle: unknown) => unknown) => unknown
  /** Closes what the host opened; called after the storage is closed. */
  readonly close: () => unknown
}
