import { answersOf } from './answers.ts'
import type { As, CustomerSession, Session } from './Chat.ts'
import type { Engine } from './Engine.ts'
import { promising } from './face.ts'
import { keepSession } from './opened.ts'
import type { Route } from './Route.ts'
import { ordinaryRoute } from './Route.ts'

/** A session for each actor; asked again for the same actor, the same session. */
export const sessionsOf = (
  engine: Engine,
  route: Route = ordinaryRoute(engine),
): As<Session, CustomerSession> => {
  const made = new WeakMap<object, Session & CustomerSession>()
  return (actor: unknown): Session & CustomerSession => {
    const existing = typeof actor === 'object' && actor !== null ? made.get(actor) : undefined
    if (existing !== undefined) return existing
    const answers = answersOf(engine, route, actor)
    // `answers` has a call for each name in the types of both sessions, and refuses at run time what a customer may not.
    const session = Object.freeze(promising(answers)) as unknown as Session & CustomerSession
    keepSession(session, answers)
    if (typeof actor === 'object' && actor !== null) made.set(actor, session)
    return session
  }
}
