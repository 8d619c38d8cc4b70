import type { Either } from 'fp-ts/lib/Either.js'
import type { Command } from '../conversation/Command.ts'
import type { Needs } from '../conversation/Needs.ts'
import type { Rejection } from '../conversation/Rejection.ts'
import type { Committed, Settle } from '../ports/Storage.ts'
import type { Accepted } from './Accepted.ts'

/** What became of one command of a batch. `deferred`: run it again, in the next batch. */
export type Outcome = Either<Rejection, Accepted> | 'deferred'

/** A batch of commands, ready for a storage's `commit`. */
export type Batch = {
  readonly needs: ReadonlyArray<Needs>
  readonly settle: Settle
  /** One for each command, in order, once the storage has committed. */
  readonly outcomes: (committed: Committed) => ReadonlyArray<Outcome>
}

export declare const handle: (commands: ReadonlyArray<Command>) => Batch
