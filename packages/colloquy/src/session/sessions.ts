import type { Shown } from '@colloquy/core/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Engine } from '../engine/Engine.ts'
import { faced } from '../engine/face.ts'
import { register } from '../engine/register.ts'
import type { EitherWatch } from '../following/watching/Frame.ts'
import { throwing } from '../following/watching/Frame.ts'
import type { Watching } from '../following/watching/watching.ts'
import type { StaffCalls } from './Calls.ts'
import type { As, CustomerSession, Session } from './Session.ts'
import { actingAs, known } from './actor.ts'
import type { Route } from './Route.ts'
import { sessionCalls } from './sessionCalls.ts'

/** What one actor can do and ask, before a face is put on it. */
export type BareSession = { readonly calls: StaffCalls; readonly watch: EitherWatch<Shown> }

/** The sessions of all actors. */
export const bareSessions =
  (engine: Engine, route: Route, watching: Watching) =>
  (actor: unknown): BareSession => {
    const acting = actingAs(engine, actor)
    const marked = known(actor)
    const isCustomer = E.isRight(marked) && marked.right.kind === 'customer'
    return {
      calls: sessionCalls(engine, route, acting),
      watch: isCustomer ? watching.customer(acting) : watching.staff(acting),
    }
  }

const sessions = register<BareSession>('sessions')
/** What stands behind a session, for another face to be put on it. */
export const behindSession = (session: object): BareSession | undefined => sessions.get(session)

/** The sessions whose promises are rejected with a `ConversationError`; under `try` they are not. */
export const promisingSessions = (inner: (actor: unknown) => BareSession): As<Session, CustomerSession> =>
  once((actor) => {
    const { calls, watch } = inner(actor)
    const session = Object.freeze({
      ...faced(calls, 'promise'),
      try: Object.freeze(faced(calls, 'try')),
      watch: (options) => throwing(watch(options)),
    } as Session)
    sessions.set(session, { calls, watch })
    return session
    // A customer's has the calls of its type, and those that it is refused.
  }) as As<Session, CustomerSession>

/** For the same actor, the same session. */
export const once = <A>(make: (actor: unknown) => A): ((actor: unknown) => A) => {
  const made = new WeakMap<object, A>()
  return (actor) => {
    if (typeof actor !== 'object' || actor === null) return make(actor)
    const session = made.get(actor) ?? make(actor)
    made.set(actor, session)
    return session
  }
}
