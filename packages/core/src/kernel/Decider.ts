import type { Either } from 'fp-ts/lib/Either.js'

/**
 * The three functions that make an event-sourced thing: what may happen, what it means, and where it starts.
 * All are pure and synchronous; time, ids and other people's answers arrive inside the command.
 */
export type Decider<Command, State, Event, Rejection> = {
  readonly initial: State
  readonly decide: (command: Command, state: State) => Either<Rejection, ReadonlyArray<Event>>
  readonly evolve: (state: State, event: Event) => State
}
