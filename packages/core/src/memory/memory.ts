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
  /** 32 bytes in lower-case hex, to get equal tokens from two storages; default random. */
  readonly secret?: string
}

export type MemoryStorage = Storage & {
  readonly capabilities: { readonly transaction: null }
  readonly within: (handle: never) => ReturnType<Storage['within']>
}

/** The schema's version; there is never an older one to upgrade. */
const schema = 1

/**
 * The reference storage: it keeps everything in this process, and runs the pure definitions of the queries, with which
 * the contract compares every other storage. For tests, trials and browsers.
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
        // Not inside the commit, because a listener may commit itself.
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
    // Heads and the index by person are computed from the log itself, so they cannot differ.
    strays: () => TE.right([]),
    scrub: TE.right({ complete: true }),
    forget: (before) => async () => {
      const old = Array.from(store.ledger).filter(([, receipt]) => receipt.at < before)
      for (const [key] of old) store.ledger.delete(key)
      return E.right(old.length)
    },
    checkpoints: checkpoints((stream) => knownStream(store, stream)?.positions ?? []),
    hint: (wake) => {
      // A new function for each call, so that the same listener can be registered twice.
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

/** A stream may have been created by a read, without events or rows. */
const isThere = ({ positions, tables }: StreamStore): boolean =>
  positions.length > 0 || Object.values(tables).some((rows) => rows.size > 0)

const streamsOf = (store: Store, after: StreamKey | null, limit: number): ReadonlyArray<StreamKey> =>
  Array.from(store.tenants.values())
    .flatMap(({ streams }) => Array.from(streams.values()))
    .filter((stream) => isThere(stream) && (after === null || compareStreams(stream.key, after) > 0))
    .map(({ key }) => key)
    .toSorted(compareStreams)
    .slice(0, limit)

/** The streams with personal content of a person. */
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
