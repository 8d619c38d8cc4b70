import type { EventType, FactsOf } from '../Event.ts'
import type { Recorded } from '../Recorded.ts'
import type { State } from '../State.ts'

/** What an event of each type of a subject means: the state after it. */
export type Evolve<Subject> = {
  readonly [T in keyof Subject & EventType]: (state: State, recorded: Recorded<FactsOf<T>>) => State
}
