import type { Transaction } from '../../../src/hosts/Transaction.ts'

/** Conversations as a host uses them inside its own transaction. */
export type Talk = {
  /** Sets up what is needed in that database. */
  readonly open: (url: string) => Promise<{
    readonly post: (transaction: Transaction, text: string) => Promise<void>
    /** A command that is refused: a plain answer, after which the transaction goes on. */
    readonly refused: (transaction: Transaction) => Promise<void>
    /** The messages that a query inside the transaction sees. */
    readonly said: (transaction: Transaction) => Promise<ReadonlyArray<string>>
    /** The messages that everybody else sees. */
    readonly saidOutside: () => Promise<ReadonlyArray<string>>
    readonly close: () => Promise<void>
  }>
}
