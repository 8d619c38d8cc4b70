import type { Transaction } from '../../../src/hosts/Transaction.ts'

/** What a host does inside its own transaction: a row of its own, through its query builder, and ours beside it. */
export type Inside = {
  readonly transaction: Transaction
  readonly order: (id: string) => Promise<void>
}

export type Open = {
  /** Commits when the work resolves, and rolls back when it rejects. */
  readonly transact: <A>(work: (inside: Inside) => Promise<A>) => Promise<A>
  readonly close: () => Promise<void>
}

/** A host that works with one of the query builders. */
export type Host = {
  readonly name: string
  /** Whether the builder itself refuses a transaction's handle once that transaction has ended. */
  readonly endsHandles: boolean
  /** Whether a transaction can go on from a savepoint after a statement failed; Postgres.js ends it then. */
  readonly survivesErrors: boolean
  readonly open: (url: string) => Promise<Open>
}

/** The table that each of the hosts knows in its own way. */
export const hostTable = 'create table host_order (id text primary key)'
