import type * as t from 'io-ts'
import type { Upcaster } from '../../kernel/upcast.ts'
import type { Side, Who } from '../Actor.ts'
import { readerKey } from '../Actor.ts'
import type { Codec } from '../codecs.ts'
import type { ActedBy } from '../Event.ts'
import type { MessageId } from '../Ids.ts'
import type { State } from '../State.ts'

/** Everything that is known of a type of event, but what `evolve` makes of it. */
export type Definition<Facts, Personal, Shown extends Timeline, Of extends Stream> = Traits<Facts> & {
  readonly stream: Of
  readonly timeline: Shown
  /** What is stored of it. Once released it changes only through an upcaster. */
  readonly facts: Codec<Facts>
  readonly personal: { readonly content: Codec<Personal> } | null
  /** From schema 1 on. */
  readonly upcasters: ReadonlyArray<Upcaster>
}

/** What an event of the type tells of itself. */
export type Traits<Facts> = {
  /** What a person wrote or is called: stored apart, beside the person it concerns, so that it can be erased. */
  readonly personal: {
    readonly content: { readonly props: t.Props }
    readonly concerns: (facts: Facts) => Who
  } | null
  /**
   * Whether customers who may see the conversation may see that this happened. What they may not see gets no ordinal of
   * theirs: a gap would tell.
   */
  readonly customersSee: (facts: Facts, before: State) => boolean
  readonly touched: (facts: Facts, by: { readonly reader: Who | null; readonly actor: ActedBy }) => Touched
  readonly takesAway: (facts: Facts) => Taken | null
  /** Whether it can move a conversation within a list. Any other leaves it where a walk will find it, or has found it. */
  readonly moves: boolean
}

/** The conversation's own stream; one of each reader of it, so that reading never meets posting; or a record's. */
export type Stream = 'conversation' | 'reader' | 'record'

/** Where timelines show it: as the message itself, as it now is; beside the messages, to whom; or nowhere. */
export type Timeline = 'message' | 'everybody' | 'staff' | 'nobody'

/** Whose seats and which message `evolve` looks at or changes: folding hands it these and no others. */
export type Touched = { readonly seats: ReadonlyArray<string> | 'all'; readonly message: MessageId | null }

/**
 * Whose access it may end, and how; whether it did is looked at. Each way of having access (`canSee`) ends by one of
 * these: a seat by leaving, unfollowing, releasing and assigning; a queue by picking and queueing; having handled it by
 * re-opening; a granted record by unlinking; the type by setting it; a later conversation by closing it, or by whatever
 * ends the access to that; all of them by removal. `goes its way`: at a busy desk, as when another picks it; `earlier`:
 * only of what was seen by this one.
 */
export type Taken = { readonly from: Who | Side | 'all'; readonly how: 'taken' | 'goes its way' | 'earlier' }

type Given<D extends { readonly personal: unknown; readonly upcasters: unknown; readonly stream: unknown }> =
  Omit<D, 'stream' | 'personal' | 'upcasters'> & Partial<Pick<D, 'personal' | 'upcasters'>>

/** What happens to a conversation. */
export const event = <F, S extends Timeline, P = never>(
  given: Given<Definition<F, P, S, 'conversation'>>,
): Definition<F, P, S, 'conversation'> => ({
  stream: 'conversation',
  personal: null,
  upcasters: [],
  ...given,
})

/** What staff alone are told of, and that touches, takes away and moves nothing. */
export const quietEvent = <F>(facts: Codec<F>): Definition<F, never, 'staff', 'conversation'> =>
  event({ facts, customersSee: never, timeline: 'staff', touched: noSeat, takesAway: nothing, moves: false })

const toldToNobody =
  <Of extends Stream>(stream: Of) =>
  <F>(facts: Codec<F>): Definition<F, never, 'nobody', Of> => ({
    ...quietEvent(facts),
    stream,
    timeline: 'nobody',
    touched: (_, { reader }) => (reader === null ? noSeat() : seats(reader)),
  })
/** What happens to one reader's reading. */
export const readingEvent = toldToNobody('reader')
/** Who follows a record. */
export const recordEvent = toldToNobody('record')

export const never = (): boolean => false
export const noSeat = (): Touched => seats()
export const nothing = (): null => null

/** Whether customers see what happens there at all. */
export const isTheirs = (before: State): boolean => (before.header?.type ?? 'customer') === 'customer'
export const whereTheirs = (_: unknown, before: State): boolean => isTheirs(before)

export const seats = (...who: ReadonlyArray<Who>): Touched => ({ seats: who.map(readerKey), message: null })

export const takenFrom = (from: Taken['from']): Taken => ({ from, how: 'taken' })
export const goesItsWay = (): Taken => ({ from: 'staff', how: 'goes its way' })
