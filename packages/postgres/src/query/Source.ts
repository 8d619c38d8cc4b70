import type { Values } from '../Connection.ts'

/** A part of a statement that yields conversations `c`, each with the viewer's own seat `s`. */
export type Source = {
  readonly from: string
  readonly tests: ReadonlyArray<string>
  readonly values?: Values
  /** Being found here is access. */
  readonly grants?: boolean
  /** Its rows are different ones, and in no other source of the same list, so nobody has to look for doubles. */
  readonly apart?: boolean
  /** Which of the two an index holds by the hour of its last activity. */
  readonly hours?: 'seat' | 'conversation'
  /** Seats alone, for where nothing more is asked than what the seat says. */
  readonly seats?: string
  /** These are all that need the viewer's attention, so nobody has to ask again. */
  readonly attention?: boolean
  /** Of one queue `q`: to be looked up for each that the viewer serves. */
  readonly queue?: boolean
  /** The ordinal and the id of the message that matched. */
  readonly found?: { readonly ordinal: string; readonly id: string }
}
