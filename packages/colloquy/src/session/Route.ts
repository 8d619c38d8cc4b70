import type { Accepted, Command, Probe, Rejection } from '@colloquy/core/engine'
import type {
  Answer as StoredAnswer,
  Committed,
  Query,
  EventRange,
  Recorded,
  StoreError,
  Viewer,
} from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import { heldByOthers, whileBusy } from '../committing/busy.ts'
import type { Answer } from '../engine/Pending.ts'

/** How a session reaches the storage: by the group commit and plain reads, or inside the host's transaction. */
export type Route = {
  /** False inside a host's transaction, which may be rolled back: then no token may rely on what was read. */
  readonly lasting: boolean
  readonly submit: (command: Command) => Answer<Accepted>
  /** Whether a command would be accepted, decided under the same locks as the command; nothing is written. */
  readonly probe: (probe: Probe) => Answer<Either<Rejection, void>>
  readonly query: <Q extends Query>(query: Q, viewer: Viewer) => Answer<StoredAnswer<Q>>
  readonly read: (of: EventRange, limit: number) => Answer<ReadonlyArray<Recorded>>
}

/** The result of a probe. */
export const probed = (
  probe: Probe,
  committed: Either<StoreError, Committed>,
): Either<StoreError, Either<Rejection, void>> => {
  if (E.isLeft(committed)) return committed
  const answer = probe.answer()
  return answer === 'held' ? E.left(heldByOthers) : E.right(answer)
}

export const ordinaryRoute = (engine: Engine): Route => ({
  lasting: true,
  submit: (command) => engine.submit(command)(),
  probe: (asking) =>
    whileBusy(async () => probed(asking, await engine.storage.commit(asking.needs, asking.settle)())),
  query: (query, viewer) => engine.storage.query(query, viewer)(),
  read: (of, limit) => engine.storage.read(of, limit)(),
})
