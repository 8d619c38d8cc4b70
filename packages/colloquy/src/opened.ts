import type { Engine } from './Engine.ts'
import type { Answers } from './answers.ts'

/** What stands behind an open chat and behind a session: for the other face to be put on it. */
const engines = new WeakMap<object, Engine>()
const sessions = new WeakMap<object, Answers>()

export const keep = (chat: object, engine: Engine): void => void engines.set(chat, engine)
export const engineOf = (chat: object): Engine | null => engines.get(chat) ?? null
export const keepSession = (session: object, answers: Answers): void => void sessions.set(session, answers)
export const answersBehind = (session: object): Answers | null => sessions.get(session) ?? null
