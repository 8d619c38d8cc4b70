import type { Inquiries, Inquiry, Shown, RecordAnswer } from '@colloquy/core/engine'
import type { RecordRef } from '@colloquy/core'
import { inquiries, queryNames } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import { receiptOf } from '../committing/Receipt.ts'
import type { Acting, Engine, WhoActs } from '../engine/Engine.ts'
import type { Answer } from '../engine/Pending.ts'
import { after, andThen } from '../engine/Pending.ts'
import type { StaffCalls } from './Calls.ts'
import { can } from './can.ts'
import type { CommandName } from './commands/commands.ts'
import { commandNames } from './commands/commands.ts'
import { naming } from './naming.ts'
import { decode, prepare } from './prepare.ts'
import type { Route } from './Route.ts'

/**
 * All calls of one actor over one route to the storage, before a face is put on them. They are typed as staff's, whose
 * names are those of all sessions; what a customer may not do is refused at run time, too.
 */
export const sessionCalls = (engine: Engine, route: Route, acting: WhoActs): StaffCalls => {
  const command =
    (name: CommandName) =>
    (input: unknown): Answer<unknown> => {
      const who = acting()
      if (E.isLeft(who)) return who
      const decoded = decode(engine, name, input)
      if (E.isLeft(decoded)) return decoded
      const prepared = prepare(engine, route, who.right, decoded.right)
      const accepted = andThen(prepared, route.submit)
      return after(
        accepted,
        E.map((each) => receiptOf(engine.seal, who.right.actor, each)),
      )
    }

  let last: { readonly acting: Acting; readonly plans: Plans } | null = null
  const query =
    (called: QueryName) =>
    (...given: ReadonlyArray<unknown>): Answer<unknown> => {
      const who = acting()
      if (E.isLeft(who)) return who
      if (last?.acting !== who.right) last = { acting: who.right, plans: plansOf(engine, route, who.right) }
      const name = (records: ReadonlyArray<RecordRef>) => naming(engine, route, who.right, records)
      return inquire(route, name, last.plans[called](...given))
    }

  const allowed = (...given: ReadonlyArray<unknown>): Answer<unknown> => {
    const who = acting()
    return E.isLeft(who) ? who : can(engine, route, who.right, given)
  }

  // Each name has its call, which answers at once or later: what a face does with either is the same.
  return Object.fromEntries([
    ...commandNames.map((name) => [name, command(name)] as const),
    ...queryNames.map((name) => [name, query(name)] as const),
    ['can', allowed] as const,
  ]) as unknown as StaffCalls
}

type QueryName = keyof Inquiries<Shown>
type Plans = { readonly [N in QueryName]: (...given: ReadonlyArray<unknown>) => Inquiry<unknown> }

/** Each query checks what it is given itself, so whatever was given is passed on to it. */
const plansOf = (engine: Engine, { lasting }: Route, { actor, policies }: Acting): Plans => {
  const { pageSeal: seal, limits, recordTypes } = engine
  return inquiries({ actor, policies, seal, limits, recordTypes, lasting }) as unknown as Plans
}

/** Records that a query names, as its host knows them. */
type Name = (records: ReadonlyArray<RecordRef>) => Answer<ReadonlyMap<string, RecordAnswer>>

/** Carries out a query's plan: asks what it wants asked, until it is done. */
const inquire = <A>(route: Route, name: Name, inquiry: Inquiry<A>): Answer<A> => {
  switch (inquiry._tag) {
    case 'Done':
      return inquiry.result
    case 'Ask':
      // `ask` typed `next` by its own query; the answer is that query's.
      return andThen(route.query(inquiry.query, inquiry.viewer), (answer) =>
        inquire(route, name, inquiry.next(answer as never)),
      )
    case 'Read':
      return andThen(route.read(inquiry.of, inquiry.limit), (events) =>
        inquire(route, name, inquiry.next(events)),
      )
    case 'Named':
      return andThen(name(inquiry.records), (answers) => inquire(route, name, inquiry.next(answers)))
  }
}
