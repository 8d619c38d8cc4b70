import type { Query, Storage, StoreError, Viewer } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'

/** The refusal of a handle, at once or by the first call where only the server can tell; null: it is accepted. */
export const refusalOf = async (
  storage: Storage,
  handle: unknown,
  query: Query,
  viewer: Viewer,
): Promise<StoreError | null> => {
  const inside = storage.within(handle)
  if (E.isLeft(inside)) return inside.left
  if (inside.right.mode === 'sync') return null
  const answer = await inside.right.query(query, viewer)()
  return E.isLeft(answer) ? answer.left : null
}
