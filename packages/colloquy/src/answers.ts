import type { Inquiries, Shown } from '@colloquy/core'
import { inquiries } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Acting } from './Acting.ts'
import { actingAs } from './Acting.ts'
import type { CommandName } from './commands/commands.ts'
import { commandNames } from './commands/commands.ts'
import type { Engine } from './Engine.ts'
import { inquire } from './inquire.ts'
import type { Answer } from './Pending.ts'
import { after, andThen } from './Pending.ts'
import { decode, prepare } from './prepare.ts'
import { receiptOf } from './Receipt.ts'
import type { Route } from './Route.ts'

/** Every call of a session by name, before a face is put on it. */
export type Answers = { readonly [name: string]: (...given: ReadonlyArray<unknown>) => Answer<unknown> }

export const queryNames = [
  'conversation',
  'conversations',
  'timeline',
  'inbox',
  'indicator',
  'unread',
  'forRecord',
  'forCustomer',
  'countsFor',
  'unansweredRecords',
  'search',
  'participants',
  'audit',
] as const satisfies ReadonlyArray<keyof Inquiries<Shown>>

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

  const query =
    (name: (typeof queryNames)[number]) =>
    (...given: ReadonlyArray<unknown>): Answer<unknown> => {
      const who = acting()
      return E.isLeft(who) ? who : inquire(route, ask(engine, who.right, name, given))
    }

  return Object.fromEntries([
    ...commandNames.map((name) => [name, command(name)] as const),
    ...queryNames.map((name) => [name, query(name)] as const),
  ])
}

/** Each query checks what it is given itself, so whatever was given is passed on. */
const ask = (
  engine: Engine,
  { actor, policies }: Acting,
  name: (typeof queryNames)[number],
  given: ReadonlyArray<unknown>,
) => {
  const { seal, limits, recordTypes } = engine
  const asked: { readonly [N in typeof name]: unknown } = inquiries({
    actor,
    policies,
    seal,
    limits,
    recordTypes,
  })
  const plan = asked[name] as (...given: ReadonlyArray<unknown>) => ReturnType<Inquiries<Shown>['unread']>
  return plan(...given)
}
