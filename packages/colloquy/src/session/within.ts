import type { Accepted } from '@colloquy/core/engine'
import type {
  Committed,
  Inside,
  Needs,
  Position,
  Recorded,
  Settle,
  StoreError,
  TenantId,
} from '@colloquy/core/storage'
import { handle } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { heldByOthers } from '../committing/busy.ts'
import type { Engine } from '../engine/Engine.ts'
import type { Tail } from '../following/Tail.ts'
import { byTenant } from '../following/log.ts'
import { faced, notNow } from '../engine/face.ts'
import type { Answer, Pending } from '../engine/Pending.ts'
import { after, isLater } from '../engine/Pending.ts'
import type { Reason } from '../engine/Reason.ts'
import type { Route } from './Route.ts'
import { probed } from './Route.ts'
import { actingAs } from './actor.ts'
import type { StaffCalls } from './Calls.ts'
import type { Mode, Within } from './Session.ts'
import { sessionCalls } from './sessionCalls.ts'
import { once } from './sessions.ts'
import { setImmediate, setTimeout } from '../engine/timers.ts'

/** Sessions inside the host's own transaction, before a face is put on them. */
export type BareWithin = { readonly sync: boolean; readonly as: (actor: unknown) => StaffCalls }

/** Sessions inside the host's own transaction, which the host commits or rolls back. */
export const within = (engine: Engine, tail: Tail, transaction: unknown): BareWithin => {
  const inside = engine.storage.within(transaction)
  const sync = engine.storage.capabilities.transaction === 'sync'
  const later = sync ? announcing(engine, transaction) : expecting(tail)
  const route = E.isLeft(inside) ? refusing(inside) : insideRoute(inside.right, later)
  const during = sync ? atOnce(engine) : engine
  return { sync, as: (actor) => sessionCalls(during, route, actingAs(during, actor)) }
}

/** The sessions that throw, at once or by promises. */
export const throwingWithin = <M extends Mode>({ sync, as }: BareWithin): Within<M> => {
  const session = (calls: StaffCalls) =>
    Object.freeze(
      sync
        ? { ...faced(calls, 'value'), try: Object.freeze(faced(calls, 'tryAtOnce')) }
        : { ...faced(calls, 'promise'), try: Object.freeze(faced(calls, 'try')) },
    )
  // The storage's own mode says which of the two it is, at compile time and here.
  return { as: once((actor) => session(as(actor))) } as unknown as Within<M>
}

/** A promise of the host's is refused before anything is done with it: the call would go on after it was answered. */
const atOnce = (engine: Engine): Engine => ({
  ...engine,
  people: (tenant, ids) => orNotNow(engine.people(tenant, ids)),
  records: (actor, records) => orNotNow(engine.records(actor, records)),
})

const orNotNow = <A>(answer: Answer<A>): Answer<A> => (isLater(answer) ? E.left(notNow) : answer)

const refusing = (refusal: Either<StoreError, never>): Route => ({
  lasting: false,
  submit: () => refusal,
  probe: () => refusal,
  query: () => refusal,
  read: () => refusal,
})

const insideRoute = (inside: Inside, later: (events: ReadonlyArray<Recorded>) => void): Route => {
  const commit = (needs: ReadonlyArray<Needs>, settle: Settle): Pending<Either<StoreError, Committed>> =>
    inside.mode === 'sync' ? inside.commit(needs, settle) : inside.commit(needs, settle)()
  return {
    lasting: false,
    submit: (command) => {
      const batch = handle([command])
      return after(commit(batch.needs, batch.settle), (committed): Either<Reason, Accepted> => {
        if (E.isLeft(committed)) return committed
        const [outcome] = batch.outcomes(committed.right)
        if (outcome === 'held') return E.left(heldByOthers)
        // Only two commands of one batch can be in each other's way.
        if (outcome === undefined || outcome === 'deferred') throw new Error('a single command was deferred')
        if (E.isRight(outcome)) later(outcome.right.events)
        return outcome
      })
    },
    probe: (asking) => after(commit(asking.needs, asking.settle), (committed) => probed(asking, committed)),
    query: (query, viewer) =>
      inside.mode === 'sync' ? inside.query(query, viewer) : inside.query(query, viewer)(),
    read: (of, limit) => (inside.mode === 'sync' ? inside.read(of, limit) : inside.read(of, limit)()),
  }
}

/**
 * On a database server nothing tells this process when the host's transaction commits, and events get their positions
 * only then: the log is polled more often for a second.
 */
const expecting =
  (tail: Tail) =>
  (events: ReadonlyArray<Recorded>): void => {
    if (events.length > 0) tail.expect()
  }

/**
 * Announces events of a host's transaction once it has ended and the log has them. A handle that does not tell whether
 * it is in a transaction is left to the polling of the log.
 */
const announcing = (engine: Engine, transaction: unknown): ((events: ReadonlyArray<Recorded>) => void) => {
  let written: Array<Recorded> = []
  const look = async (): Promise<void> => {
    if (inTransaction(transaction)) return void setTimeout(() => void look(), 5).unref()
    const events = written
    written = []
    for (const [tenant, own] of byTenant(events)) await announceIn(tenant, own)
  }
  const announceIn = async (tenant: TenantId, events: ReadonlyArray<Recorded>): Promise<void> => {
    const after = ((events[0]?.position ?? 1) - 1) as Position
    const read = await engine.storage.read({ tenant, after }, events.length)()
    if (E.isLeft(read)) return
    const there = new Set(read.right.map(mark))
    engine.announce(events.filter((event) => there.has(mark(event))))
  }
  return (events) => {
    if (!saysWhen(transaction) || events.length === 0) return
    if (written.length === 0) setImmediate(() => void look())
    written.push(...events)
  }
}

const mark = ({ position, version, commandId }: Recorded): string => `${position} ${version} ${commandId}`

const saysWhen = (transaction: unknown): transaction is { readonly inTransaction: boolean } =>
  typeof transaction === 'object' && transaction !== null && 'inTransaction' in transaction

const inTransaction = (transaction: unknown): boolean =>
  saysWhen(transaction) && transaction.inTransaction === true
