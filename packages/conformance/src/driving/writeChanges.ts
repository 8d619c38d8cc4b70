import type { Change, Storage, StreamKey } from '@colloquy/core/storage'
import { needsOf } from '@colloquy/core/storage'
import { value } from './results.ts'
import { nothing } from './settledOf.ts'

/** Writes row changes without events, as no command would. */
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
