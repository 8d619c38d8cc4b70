import type {
  ActorId,
  Answer,
  ConversationBrief,
  Key,
  Listed,
  Query,
  Recorded,
  Rows,
  StoreError,
  Viewer,
} from '@colloquy/core/storage'
import { foldRows, sameWho } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { withBackoff } from '../../committing/busy.ts'
import type { Engine } from '../../engine/Engine.ts'
import { setImmediate } from '../../engine/timers.ts'
import type { Tail } from '../Tail.ts'

/**
 * Deduplicates the queries of watches. All watches wake at the same event; equal queries about it in one turn of the
 * event loop share one result, so a result is never older than the event that it is for.
 */
export type SharedQueries = {
  readonly query: <Q extends Query>(query: Q, viewer: Viewer, event: Recorded | null) => Stored<Answer<Q>>
  /** The conversation's row, whoever may see it; null once it was removed. */
  readonly header: (event: Recorded) => Stored<ConversationBrief | null>
  /** What the conversation's rows were before the command that an event comes from: nobody saw it half done. */
  readonly before: (event: Recorded) => Stored<Rows>
  /** The conversations of a customer that a viewer sees now; null: all but those that were removed. */
  readonly ofCustomer: (
    event: Recorded,
    customer: ActorId,
    viewer: Viewer | null,
  ) => Stored<ReadonlyArray<ConversationBrief>>
}

/** What is read from the storage. */
export type Stored<A> = Promise<Either<StoreError, A>>

const page = 1000

/** Retries with backoff while the storage is unreachable. */
const asked = <A>(ask: () => Stored<A>): Stored<A> =>
  withBackoff({ tries: 5, wait: 20, longest: 160 }, ({ _tag }) => _tag === 'Unavailable', ask)

export const sharedQueries = (engine: Engine, tail: Tail): SharedQueries => {
  const { storage } = engine
  const sharing = new Map<string, Promise<unknown>>()

  /** `key` is the whole query, so a result found under it has its type. */
  const shared = <A>(key: string, ask: () => Promise<A>): Promise<A> => {
    const there = sharing.get(key)
    if (there !== undefined) return there as Promise<A>
    if (sharing.size === 0) setImmediate(() => sharing.clear())
    const answer = ask()
    sharing.set(key, answer)
    return answer
  }

  const query: SharedQueries['query'] = (query, viewer, event) => {
    const ask = () => asked(storage.query(query, viewer))
    if (event === null) return ask()
    return shared(JSON.stringify([event.position, tail.head(viewer.tenant), query, viewer]), ask)
  }

  const rowsBefore = async (event: Recorded): Stored<Rows> => {
    const stream = { tenant: event.tenant, conversation: event.conversation }
    const events: Array<Recorded> = []
    for (;;) {
      const read = await asked(storage.read({ stream, after: events.length }, page))
      if (E.isLeft(read)) return read
      const end = read.right.findIndex((each) => (each.position ?? 0) >= (event.position ?? 0))
      events.push(...(end < 0 ? read.right : read.right.slice(0, end)))
      if (end < 0 && read.right.length === page) continue
      const first = events.findLastIndex((each) => !ofOneCommand(each, event)) + 1
      return E.right(foldRows(events.slice(0, first)))
    }
  }

  return {
    query,
    header: async (event) => {
      const ids = [event.conversation]
      const found = await query({ _tag: 'Conversations', ids }, everything(event.tenant), event)
      return E.isLeft(found) ? found : E.right(found.right[0]?.conversation ?? null)
    },
    before: (event) => {
      const { tenant, conversation, position } = event
      return shared(JSON.stringify(['before', tenant, conversation, position]), () => rowsBefore(event))
    },
    ofCustomer: async (event, customer, viewer) => {
      const found: Array<ConversationBrief> = []
      let after: Key | null = null
      for (;;) {
        const listed: Either<StoreError, ReadonlyArray<Listed>> = await query(
          { ...conversationsOf(customer), after },
          viewer ?? everything(event.tenant),
          event,
        )
        if (E.isLeft(listed)) return listed
        found.push(...listed.right.map(({ summary }) => summary.conversation))
        const last: Listed | undefined = listed.right.at(-1)
        if (last === undefined || listed.right.length < listLimit) return E.right(found)
        after = last.key
      }
    },
  }
}

const listLimit = 200
const conversationsOf = (customer: ActorId) =>
  ({
    _tag: 'List',
    view: 'all',
    filter: { customer },
    sort: { by: 'activity', direction: 'desc' },
    limit: listLimit,
    match: null,
    changedAfter: null,
  }) as const

const ofOneCommand = (one: Recorded, other: Recorded): boolean =>
  one.commandId === other.commandId && sameWho(one.actor, other.actor)

/** Somebody who sees every conversation of a tenant: to ask for rows, never to show them. */
const everything = (tenant: Viewer['tenant']): Viewer => ({
  tenant,
  who: { side: 'staff', id: 'system' as Viewer['who']['id'] },
  side: 'staff',
  queues: [],
  records: [],
  viewAll: true,
  fromCustomers: true,
  customerHistory: false,
  team: false,
  scope: 'mine',
})
