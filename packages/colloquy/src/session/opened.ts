import type { Answers } from './answers.ts'

/** What stands behind a session: for the other face to be put on it. */
const sessions = new WeakMap<object, Answers>()

export const keepSession = (session: object, answers: Answers): void => void sessions.set(session, answers)
export const answersBehind = (session: object): Answers | null => sessions.get(session) ?? null
