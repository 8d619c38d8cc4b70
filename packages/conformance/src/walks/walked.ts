import type { ConversationId, Key, Query, Storage, Viewer } from '@colloquy/core/storage'
import { expect } from 'vitest'
import { value } from '../driving/results.ts'
import type { Listing } from './listingOf.ts'

type List = Extract<Query, { _tag: 'List' }>

/** More than the number of conversations. */
const all = 1000

const page = async (
  storage: Storage,
  viewer: Viewer,
  { view, filter, sort }: Listing,
  after: Key | null,
  limit: number,
): Promise<ReadonlyArray<Key>> => {
  const query: List = { _tag: 'List', view, filter, sort, after, limit, match: null, changedAfter: null }
  return (await value(storage.query(query, viewer))).map(({ key }) => key)
}

export const whole = (storage: Storage, viewer: Viewer, listing: Listing): Promise<ReadonlyArray<Key>> =>
  page(storage, viewer, listing, null, all)

/** All rows of a list, by pages that are full except the last. */
export const walked = async (
  storage: Storage,
  viewer: Viewer,
  listing: Listing,
): Promise<ReadonlyArray<Key>> => {
  const found: Array<Key> = []
  for (let after: Key | null = null; found.length <= all; ) {
    const keys = await page(storage, viewer, listing, after, listing.limit)
    found.push(...keys)
    const last = keys.at(-1)
    if (last === undefined || keys.length < listing.limit) return found
    after = last
  }
  throw new Error('the walk does not end')
}

/** The conversations that the actor may read. */
export const openable = async (
  storage: Storage,
  viewer: Viewer,
  ids: ReadonlyArray<ConversationId>,
): Promise<ReadonlyArray<ConversationId>> => {
  const found = await value(storage.query({ _tag: 'Conversations', ids }, viewer))
  for (const conversation of ids) {
    const opened = await value(
      storage.query(
        { _tag: 'Timeline', conversation, from: 'end', limit: 1, only: null, events: false },
        viewer,
      ),
    )
    const listed = found.some(({ conversation: row }) => row.conversation === conversation)
    expect(opened !== null, `${viewer.side} ${viewer.who.id} opens ${conversation}`).toBe(listed)
  }
  return found.map(({ conversation }) => conversation.conversation)
}
