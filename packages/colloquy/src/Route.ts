import type {
  Accepted,
  Answer as StoredAnswer,
  Command,
  Committed,
  Needs,
  Query,
  Reading,
  Recorded,
  Settle,
  Viewer,
} from '@colloquy/core'
import type { Engine } from './Engine.ts'
import { whileBusy } from './groupCommit.ts'
import type { Answer } from './Pending.ts'

/** How a session reaches the storage: by the group commit and plain queries, or inside the host's transaction. */
export type Route = {
  readonly submit: (command: Command) => Answer<Accepted>
  /** Looks under the locks of a decision; for questions, which write nothing. */
  readonly commit: (needs: ReadonlyArray<Needs>, settle: Settle) => Answer<Committed>
  readonly query: <Q extends Query>(query: Q, viewer: Viewer) => Answer<StoredAnswer<Q>>
  readonly read: (of: Reading, limit: number) => Answer<ReadonlyArray<Recorded>>
}

export const ordinaryRoute = (engine: Engine): Route => ({
  submit: (command) => engine.submit(command)(),
  commit: (needs, settle) => whileBusy(engine.storage.commit(needs, settle)),
  query: (query, viewer) => engine.storage.query(query, viewer)(),
  read: (of, limit) => engine.storage.read(of, limit)(),
})
