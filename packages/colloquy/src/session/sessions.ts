import * as E from 'fp-ts/lib/Either.js'
import { actingAs, known } from './actor.ts'
import { answersOf } from './answers.ts'
import type { As, CustomerSession, InnerCustomerSession, InnerSession, Session } from './Session.ts'
import type { Engine } from '../engine/Engine.ts'
import { promising } from './face.ts'
import type { Watching } from '../following/watching/watching.ts'
import { keepSession } from './opened.ts'
import type { Route } from './Route.ts'
import { ordinaryRoute } from './Route.ts'

/** A session for each actor. */
export const sessionsOf = (engine: Engine, watching: Watching): As<Session, CustomerSession> => {
  const watch = (actor: unknown) =>
    isCustomer(actor) ? watching.customer(actingAs(engine, actor)) : watching.staff(actingAs(engine, actor))
  const sessions = sessionsOver(engine, ordinaryRoute(engine), (actor) => ({ watch: watch(actor) }))
  return sessions as As<Session, CustomerSession>
}

/** The same inside a host's transaction, where there is nothing to watch. */
export const sessionsWithin = (engine: Engine, route: Route): As<InnerSession, InnerCustomerSession> =>
  sessionsOver(engine, route, () => ({})) as As<InnerSession, InnerCustomerSession>

const isCustomer = (actor: unknown): boolean => {
  const marked = known(actor)
  return E.isRight(marked) && marked.right.kind === 'customer'
}

/**
 * Asked again for the same actor, the same session. It has a call for each name in the types of all sessions; what a
 * customer may not do is refused at run time, too.
 */
const sessionsOver = (engine: Engine, route: Route, more: (actor: unknown) => object) => {
  const made = new WeakMap<object, object>()
  const make = (actor: unknown): object => {
    const answers = answersOf(engine, route, actor)
    const session = Object.freeze({ ...promising(answers), ...more(actor) })
    keepSession(session, answers)
    return session
  }
  return (actor: unknown): object => {
    if (typeof actor !== 'object' || actor === null) return make(actor)
    const session = made.get(actor) ?? make(actor)
    made.set(actor, session)
    return session
  }
}
