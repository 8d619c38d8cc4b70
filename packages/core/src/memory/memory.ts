import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Who } from '../conversation/Actor.ts'
import { sameWho } from '../conversation/Actor.ts'
import type { ConversationId, Position, StreamKey, TenantId } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import { requireKnown } from '../kernel/options.ts'
import type { EventRange, Storage } from '../ports/Storage.ts'
import { transactionRefused } from '../ports/StoreError.ts'
import { answer } from '../projections/seen/answer.ts'
import { concerned } from '../conversation/EventCodec.ts'
import { compareText } from '../kernel/text.ts'
import { checkpoints } from './checkpoints.ts'
import { commit } from './commit.ts'
import { refold } from './refold.ts'
import type { Store, StreamStore } from './Store.ts'
import { databaseOf, emptyStore, knownStream } from './Store.ts'

export type MemoryOptions = {
  /** 32 bytes in lower-case hex, so that tokens of two storages are equal; random where it is not given. */
  readonly secret?: string
}

/** A storage without host transactions. */
export type MemoryStorage = Storage & {
  readonly capabilities: { readonly transaction: null }
  readonly within: (handle: never) => ReturnType<Storage['within']>
}

/** The version of what is kept; there is never an older one to upgrade. */
const schema = 1

/**
 * The reference storage: everything in this process, nothing kept when it ends. It runs the pure definitions of
 * the queries, so it is what every other storage is compared with; for tests, trials and browsers.
 */
export const memory = (options: MemoryOptions = {}): MemoryStorage => {
  requireKnown<MemoryOptions>('memory', options, { secret: true })
  if (options.secret !== undefined && !/^[0-9a-f]{64}$/u.test(options.secret)) {
    throw new TypeError('memory: secret: give 32 bytes in hex, which are 64 of the characters 0-9 and a-f')
  }
  const store = emptyStore()
  const database = databaseOf(store)
  const secret = options.secret ?? randomSecret()
  const wakes = new Set<() => void>()
  return {
    capabilities: { transaction: null, batch: 'store', durable: false },
    migrate: TE.right(schema),
    schema: TE.right({ found: schema, needed: schema }),
    secret: TE.right(secret),
    commit: (needs, settle) => async () => {
      const committed = commit(store, needs, settle)
      if (E.isRight(committed) && committed.right.positions.length > 0) {
        // Never inside the commit: whoever wakes may commit in turn.
        for (const wake of wakes) void Promise.resolve().then(wake)
      }
      return committed
    },
    query: (query, viewer) => async () => E.right(answer(query, viewer, database)),
    within: () =>
      E.left(transactionRefused('the storage in memory takes part in no transaction; open another storage')),
    read: (of, limit) => async () => E.right(readEvents(store, of, limit)),
    heads: async () => E.right(headsOf(store)),
    streams: (after, limit) => async () => E.right(streamsOf(store, after, limit)),
    concerning: (tenant, who) => async () => E.right(concerning(store, tenant, who)),
    refold: (stream, fold, write) => async () => E.right(refold(store, stream, fold, write)),
    // Heads, and whom content concerns, are read off the log itself.
    strays: () => TE.right([]),
    scrub: TE.right({ complete: true }),
    forget: (before) => async () => {
      const old = Array.from(store.ledger).filter(([, receipt]) => receipt.at < before)
      for (const [key] of old) store.ledger.delete(key)
      return E.right(old.length)
    },
    checkpoints: checkpoints((stream) => knownStream(store, stream)?.positions ?? []),
    hint: (wake) => {
      // A listener of its own for each call, even where one function is given twice.
      const own = () => wake()
      wakes.add(own)
      return () => {
        wakes.delete(own)
      }
    },
    close: async () => {
      wakes.clear()
      return E.right(undefined)
    },
  }
}

const randomSecret = (): string =>
  Array.from(globalThis.crypto.getRandomValues(new Uint8Array(32)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

const readEvents = (store: Store, of: EventRange, limit: number): ReadonlyArray<Recorded> => {
  if ('tenant' in of) return store.tenants.get(of.tenant)?.log.slice(of.after, of.after + limit) ?? []
  const stream = knownStream(store, of.stream)
  if (stream === null) return []
  const { log } = store.tenants.get(of.stream.tenant) ?? { log: [] }
  return stream.positions.slice(of.after, of.after + limit).flatMap((position) => log[position - 1] ?? [])
}

const headsOf = (store: Store): ReadonlyArray<{ readonly tenant: TenantId; readonly head: Position }> =>
  Array.from(store.tenants, ([tenant, { log }]) => ({ tenant, head: log.length as Position }))
    .filter(({ head }) => head > 0)
    .toSorted((a, b) => compareText(a.tenant, b.tenant))

const compareStreams = (a: StreamKey, b: StreamKey): number =>
  compareText(a.tenant, b.tenant) || compareText(a.conversation, b.conversation)

/** Being asked for makes a stream, of which nothing is there. */
const isThere = ({ positions, tables }: StreamStore): boolean =>
  positions.length > 0 || Object.values(tables).some((rows) => rows.size > 0)

const streamsOf = (store: Store, after: StreamKey | null, limit: number): ReadonlyArray<StreamKey> =>
  Array.from(store.tenants.values())
    .flatMap(({ streams }) => Array.from(streams.values()))
    .filter((stream) => isThere(stream) && (after === null || compareStreams(stream.key, after) > 0))
    .map(({ key }) => key)
    .toSorted(compareStreams)
    .slice(0, limit)

/** The streams with personal content of somebody. */
const concerning = (store: Store, tenant: TenantId, who: Who): ReadonlyArray<ConversationId> =>
  [
    ...new Set(
      (store.tenants.get(tenant)?.log ?? []).flatMap(({ conversation, event }) => {
        const subject = concerned(event)
        const holds = 'personal' in event && event.personal !== null
        return holds && subject !== null && sameWho(subject, who) ? [conversation] : []
      }),
    ),
  ].toSorted(compareText)
