import type { Inquiries, Inquiry, Shown } from '@colloquy/core/engine'
import type { RecordRef } from '@colloquy/core'
import { inquiries, queryNames } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Acting, Engine } from '../engine/Engine.ts'
import { actingAs } from './actor.ts'
import { can } from './can.ts'
import type { CommandName } from './commands/commands.ts'
import { commandNames } from './commands/commands.ts'
import { inquire } from './inquire.ts'
import { naming } from './naming.ts'
import type { Answer } from '../engine/Pending.ts'
import { after, andThen } from '../engine/Pending.ts'
import { decode, prepare } from './prepare.ts'
import { receiptOf } from '../committing/Receipt.ts'
import type { Route } from './Route.ts'

/** Every call of a session by name, before a face is put on it. */
export type Answers = { readonly [name: string]: (...given: ReadonlyArray<unknown>) => Answer<unknown> }

/** All calls of one actor over one route to the storage. */
export const answersOf = (engine: Engine, route: Route, actor: unknown): Answers => {
  const acting = actingAs(engine, actor)

  const command =
    (name: CommandName) =>
    (input: unknown): Answer<unknown> => {
      const who = acting()
      if (E.isLeft(who)) return who
      const bound = decode(engine, name, input)
      if (E.isLeft(bound)) return bound
      const prepared = prepare(engine, route, who.right, bound.right)
      const accepted = andThen(prepared, route.submit)
      return after(
        accepted,
        E.map((each) => receiptOf(engine.seal, who.right.actor, each)),
      )
    }

  let last: { readonly acting: Acting; readonly asked: Asked } | null = null
  const query =
    (called: QueryName) =>
    (...given: ReadonlyArray<unknown>): Answer<unknown> => {
      const who = acting()
      if (E.isLeft(who)) return who
      if (last?.acting !== who.right) last = { acting: who.right, asked: askedBy(engine, route, who.right) }
      const name = (records: ReadonlyArray<RecordRef>) => naming(engine, route, who.right, records)
      return inquire(route, name, last.asked[called](...given))
    }

  const asking = (...given: ReadonlyArray<unknown>): Answer<unknown> => {
    const who = acting()
    return E.isLeft(who) ? who : can(engine, route, who.right, given)
  }

  return Object.fromEntries([
    ...commandNames.map((name) => [name, command(name)] as const),
    ...queryNames.map((name) => [name, query(name)] as const),
    ['can', asking] as const,
  ])
}

type QueryName = keyof Inquiries<Shown>
type Asked = { readonly [N in QueryName]: (...given: ReadonlyArray<unknown>) => Inquiry<unknown> }

/** Each query checks what it is given itself, so whatever was given is passed on to it. */
const askedBy = (engine: Engine, { lasting }: Route, { actor, policies }: Acting): Asked => {
  const { pageSeal: seal, limits, recordTypes } = engine
  return inquiries({ actor, policies, seal, limits, recordTypes, lasting }) as unknown as Asked
}
