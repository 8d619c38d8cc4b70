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
import type { Engine } from '../../engine/Engine.ts'
import { ConversationError } from '../../engine/Reason.ts'
import { pause, setImmediate } from '../../engine/timers.ts'
import type { Tail } from '../Tail.ts'

/**
 * What watchers ask the storage. All watchers wake at the same event; those who ask the same about it in the same
 * turn, while the log has not moved on, share one answer. So an answer is never older than the event it is for.
 */
export type Glance = {
  readonly query: <Q extends Query>(query: Q, viewer: Viewer, event: Recorded | null) => Promise<Answer<Q>>
  /** The conversation's row, whoever may see it; null once it was removed. */
  readonly header: (event: Recorded) => Promise<ConversationBrief | null>
  /** What the conversation's rows were before the command that an event comes from: nobody saw it half done. */
  readonly before: (event: Recorded) => Promise<Rows>
  /** The conversations of a customer that a viewer sees now; null: all but those that were removed. */
  readonly ofCustomer: (
    event: Recorded,
    customer: ActorId,
    viewer: Viewer | null,
  ) => Promise<ReadonlyArray<ConversationBrief>>
}

const page = 1000
const tries = 5

export const glance = (engine: Engine, tail: Tail): Glance => {
  const { storage } = engine
  const sharing = new Map<string, Promise<unknown>>()

  /** `key` names what is asked in full, so whoever finds an answer under it asked for just that type. */
  const shared = <A>(key: string, ask: () => Promise<A>): Promise<A> => {
    const there = sharing.get(key)
    if (there !== undefined) return there as Promise<A>
    if (sharing.size === 0) setImmediate(() => sharing.clear())
    const answer = ask()
    sharing.set(key, answer)
    return answer
  }

  const query: Glance['query'] = (asked, viewer, event) => {
    const ask = () => insist(() => storage.query(asked, viewer)())
    if (event === null) return ask()
    return shared(JSON.stringify([event.position, tail.head(viewer.tenant), asked, viewer]), ask)
  }

  return {
    query,
    header: async (event) => {
      const asked = { _tag: 'Conversations', ids: [event.conversation] } as const
      const [found] = await query(asked, everything(event.tenant), event)
      return found?.conversation ?? null
    },
    before: (event) => {
      const { tenant, conversation, position } = event
      return shared(JSON.stringify(['before', tenant, conversation, position]), async () => {
        const stream = { tenant, conversation }
        const events: Array<Recorded> = []
        for (;;) {
          const more = await insist(() => storage.read({ stream, after: events.length }, page)())
          const end = more.findIndex((each) => (each.position ?? 0) >= (position ?? 0))
          events.push(...(end < 0 ? more : more.slice(0, end)))
          if (end < 0 && more.length === page) continue
          const first = events.findLastIndex((each) => !ofOneCommand(each, event)) + 1
          return foldRows(events.slice(0, first))
        }
      })
    },
    ofCustomer: async (event, customer, viewer) => {
      const found: Array<ConversationBrief> = []
      let after: Key | null = null
      for (;;) {
        const asked = { ...conversationsOf(customer), after } as const
        const listed: ReadonlyArray<Listed> = await query(asked, viewer ?? everything(event.tenant), event)
        found.push(...listed.map(({ summary }) => summary.conversation))
        const last = listed.at(-1)
        if (last === undefined || listed.length < asked.limit) return found
        after = last.key
      }
    },
  }
}

const conversationsOf = (customer: ActorId) =>
  ({
    _tag: 'List',
    view: 'all',
    filter: { customer },
    sort: { by: 'activity', direction: 'desc' },
    limit: 200,
    match: null,
    changedAfter: null,
  }) as const

const ofOneCommand = (one: Recorded, other: Recorded): boolean =>
  one.commandId === other.commandId && sameWho(one.actor, other.actor)

/** Tries again while the storage is out of reach for a moment. */
const insist = async <A>(ask: () => Promise<E.Either<StoreError, A>>): Promise<A> => {
  let wait = 20
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask()
    if (E.isRight(answer)) return answer.right
    if (attempt === tries || answer.left._tag !== 'Unavailable') throw new ConversationError(answer.left)
    await pause(wait)
    wait *= 2
  }
}

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
