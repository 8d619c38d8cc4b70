import type { Capabilities, Storage } from '@colloquy/core/storage'

/** A storage, as its author gives it to the contract. */
export type StorageUnderTest = {
  /** The name in test titles. */
  readonly name: string
  /**
   * The capabilities that the storage declares. The contract runs the tests they require, and checks that the storage
   * declares the same.
   */
  readonly capabilities: Capabilities
  /**
   * Opens the data at a place. Places are short names of letters, digits and `-`, each empty when first opened. A
   * durable storage is opened again at the same place, as another process would, and must find the same data; one that
   * is not durable is opened once at each. The contract closes what it opens.
   */
  readonly open: (place: string) => Storage | Promise<Storage>
  /**
   * A storage on a host's open database, to commit in the host's own transactions. Required unless
   * `capabilities.transaction` is null.
   */
  readonly hosted?: (place: string) => Hosted | Promise<Hosted>
  /** Whether `hint` wakes soon after another handle's commit at the same place; default false. */
  readonly hints?: boolean
  /** All bytes stored at a place, if they can be read: to check that they contain no erased text. */
  readonly bytes?: (place: string) => Promise<Uint8Array>
  /** Attempts to change or delete events behind the storage, if it prevents that: each must throw or reject. */
  readonly tamper?: (place: string) => ReadonlyArray<() => unknown>
}

export type Hosted = {
  readonly storage: Storage
  /**
   * Runs `work` in a transaction of the host's, with the handle that `within` takes. Commits when `work` returns or its
   * promise resolves; rolls back, and fails with the same error, when it throws or rejects. `work` is synchronous where
   * `capabilities.transaction` is `'sync'`.
   */
  readonly transaction: (work: (handle: unknown) => unknown) => unknown
  /** Closes the host's database; called after the storage is closed. */
  readonly close: () => unknown
}
