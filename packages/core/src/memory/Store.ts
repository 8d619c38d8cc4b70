import type {
  ActorId,
  ConversationId,
  MessageId,
  Position,
  StreamKey,
  TenantId,
} from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import type { Receipt } from '../ports/Storage.ts'
import type { Database, StoredStream } from '../projections/rows/Database.ts'
import { compareText } from '../kernel/text.ts'
import type { Rows, Table, Tables } from '../projections/rows/Tables.ts'
import type { Finding } from '../projections/rows/stateOf.ts'
import { readerOf } from '../projections/rows/ofRow.ts'

/** The rows of one stream, by the rest of their key. */
export type TableMaps = { readonly [T in Table]: Map<string, Tables[T]> }

/** One stream, changed in place by `apply` only. */
export type StreamStore = StoredStream &
  Finding & {
    readonly tables: TableMaps
    /** The log positions of its events, in order. */
    readonly positions: Array<Position>
    /** The log positions of the events of its own stream, by version; and of each reading stream. */
    readonly own: Array<Position>
    readonly readers: Map<string, Array<Position>>
    readonly messageKeys: Map<MessageId, string>
    /** Invalidates the cached list of a table's rows. */
    readonly changed: (table: Table) => void
  }

export type TenantStore = {
  /** The event at position n has index n - 1. */
  readonly log: Array<Recorded>
  readonly streams: Map<ConversationId, StreamStore>
  readonly byCustomer: Map<ActorId, Set<StreamStore>>
}

export type Store = {
  readonly tenants: Map<TenantId, TenantStore>
  readonly ledger: Map<string, Receipt>
}

export const emptyStore = (): Store => ({ tenants: new Map(), ledger: new Map() })

/** The log positions of the events of its own stream, or (by `readerKey`) of a reading stream. */
export const positionsIn = (stream: StreamStore, reader: string | null): Array<Position> =>
  reader === null ? stream.own : entry(stream.readers, reader, () => [])

const entry = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

export const tenantIn = (store: Store, tenant: TenantId): TenantStore =>
  entry(store.tenants, tenant, () => ({ log: [], streams: new Map(), byCustomer: new Map() }))

export const streamIn = (store: Store, key: StreamKey): StreamStore => {
  const tenant = tenantIn(store, key.tenant)
  return entry(tenant.streams, key.conversation, () => emptyStream(key, tenant))
}

/** The stream, if it exists; it is not created. */
export const knownStream = (store: Store, key: StreamKey): StreamStore | null =>
  store.tenants.get(key.tenant)?.streams.get(key.conversation) ?? null

const emptyStream = ({ tenant, conversation }: StreamKey, { log }: TenantStore): StreamStore => {
  const tables: TableMaps = {
    conversation: new Map(),
    seat: new Map(),
    message: new Map(),
    own: new Map(),
    link: new Map(),
    label: new Map(),
    recordFollower: new Map(),
    term: new Map(),
  }
  const listed = rowsOf(tables)
  const positions: Array<Position> = []
  const own: Array<Position> = []
  const messageKeys = new Map<MessageId, string>()
  const at = (position: Position | undefined): Recorded | null =>
    position === undefined ? null : (log[position - 1] ?? null)
  return {
    key: { tenant, conversation },
    rows: listed.rows,
    event: (version) => at(own[version - 1]),
    log: () => positions.flatMap((position) => at(position) ?? []),
    seat: (who) => tables.seat.get(seatKey(who.side, who.id)) ?? null,
    message: (id) => tables.message.get(messageKeys.get(id) ?? '') ?? null,
    tables,
    positions,
    own,
    readers: new Map(),
    messageKeys,
    changed: listed.changed,
  }
}

const seatKey = (side: string, actor: string): string => `${side}\u0000${actor}`

/** Lists of the rows, cached until their table changes. */
const rowsOf = (tables: TableMaps): { readonly rows: Rows; readonly changed: (table: Table) => void } => {
  const lists = new Map<Table, unknown>()
  const list = <T extends Table>(
    table: T,
    order: (a: Tables[T], b: Tables[T]) => number = () => 0,
  ): ReadonlyArray<Tables[T]> => {
    // The cached list of this table, stored below.
    const known = lists.get(table) as ReadonlyArray<Tables[T]> | undefined
    if (known !== undefined) return known
    const made = [...tables[table].values()].sort(order)
    lists.set(table, made)
    return made
  }
  return {
    rows: {
      get conversation() {
        return list('conversation')
      },
      get seat() {
        return list('seat', (a, b) => compareText(readerOf(a), readerOf(b)))
      },
      get message() {
        return list('message', (a, b) => a.n - b.n)
      },
      get own() {
        return list('own')
      },
      get link() {
        return list('link')
      },
      get label() {
        return list('label')
      },
      get recordFollower() {
        return list('recordFollower')
      },
      get term() {
        return list('term')
      },
    },
    changed: (table) => {
      lists.delete(table)
    },
  }
}

/** The store as the pure queries read it. */
export const databaseOf = (store: Store): Database => ({
  head: (tenant) => (store.tenants.get(tenant)?.log.length ?? 0) as Position,
  stream: (key) => knownStream(store, key),
  streams: (tenant) => store.tenants.get(tenant)?.streams.values() ?? [],
  ofCustomer: (tenant, customer) => store.tenants.get(tenant)?.byCustomer.get(customer) ?? [],
})
