import type {
  Accepted,
  Answer as StoredAnswer,
  Command,
  Query,
  Reading,
  Recorded,
  Viewer,
} from '@colloquy/core'
import type { Engine } from './Engine.ts'
import type { Answer } from './Pending.ts'

/** How a session reaches the storage: by the group commit and plain queries, or inside the host's transaction. */
export type Route = {
  readonly submit: (command: Command) => Answer<Accepted>
  readonly query: <Q extends Query>(query: Q, viewer: Viewer) => Answer<StoredAnswer<Q>>
  readonly read: (of: Reading, limit: number) => Answer<ReadonlyArray<Recorded>>
}

export const ordinaryRoute = (engine: Engine): Route => ({
  submit: (command) => engine.submit(command)(),
  query: (query, viewer) => engine.storage.query(query, viewer)(),
  read: (of, limit) => engine.storage.read(of, limit)(),
})
