import type { Change, Storage, StreamKey } from '@colloquy/core/storage'
import { needsOf } from '@colloquy/core/storage'
import { value } from './results.ts'
import { nothing } from './settledOf.ts'

/** Writes changes of these streams' rows as no command would: without events. */
export const writeChanges = (
  storage: Storage,
  streams: ReadonlyArray<StreamKey>,
  changes: ReadonlyArray<Change>,
): Promise<unknown> =>
  value(
    storage.commit(
      streams.map((stream) => needsOf(stream)),
      () => ({ ...nothing, changes }),
    ),
  )
