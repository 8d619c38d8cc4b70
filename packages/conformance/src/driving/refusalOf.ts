import type { Query, Storage, StoreError, Viewer } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'

/**
 * How a storage refuses a handle: at once or, where only the server can tell, by the first call. Null: it takes it.
 */
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
