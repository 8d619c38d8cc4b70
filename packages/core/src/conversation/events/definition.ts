import type * as t from 'io-ts'
import type { Upcaster } from '../../kernel/upcast.ts'
import type { Side, Who } from '../Actor.ts'
import { readerKey } from '../Actor.ts'
import type { Codec } from '../codecs.ts'
import type { ActedBy } from '../Event.ts'
import type { MessageId } from '../Ids.ts'
import type { State } from '../State.ts'

/** The definition of an event type; only `evolve` is elsewhere. */
export type Definition<Facts, Personal, Shown extends Timeline, Of extends Stream> = Traits<Facts> & {
  readonly stream: Of
  readonly timeline: Shown
  /** The stored facts. After a release they change only through an upcaster. */
  readonly facts: Codec<Facts>
  readonly personal: { readonly content: Codec<Personal> } | null
  /** The first brings schema 1 to schema 2. */
  readonly upcasters: ReadonlyArray<Upcaster>
}

/** What an event type says of each of its events. */
export type Traits<Facts> = {
  /** Personal content, stored apart with the person it concerns, so that it can be erased. */
  readonly personal: {
    readonly content: { readonly props: t.Props }
    readonly concerns: (facts: Facts) => Who
  } | null
  /**
   * Whether customers with access see that this happened. A hidden event gets no customer ordinal, because a gap would
   * reveal it.
   */
  readonly customersSee: (facts: Facts, before: State) => boolean
  readonly touched: (facts: Facts, by: { readonly reader: Who | null; readonly actor: ActedBy }) => Touched
  readonly takesAway: (facts: Facts) => Taken | null
  /**
   * Whether the event can change a conversation's place in a list, so that a walk through the list can miss or repeat
   * it.
   */
  readonly moves: boolean
}

/**
 * The conversation's own stream; one for each of its readers, so that reading never conflicts with posting; or a
 * record's.
 */
export type Stream = 'conversation' | 'reader' | 'record'

/**
 * How timelines show it: as the message in its current state, as an entry for everybody or for staff, or not at all.
 */
export type Timeline = 'message' | 'everybody' | 'staff' | 'nobody'

/** The seats and the message that `evolve` reads or changes; a fold loads only these. */
export type Touched = { readonly seats: ReadonlyArray<string> | 'all'; readonly message: MessageId | null }

/**
 * Whose access the event may end, and how; watchers then check whether it did. Each way of access (`canSee`) ends by
 * one of these: a seat by leaving, unfollowing, releasing and assigning; a queue by picking and queueing; earlier
 * handling by re-opening; a granted record by unlinking; the type by setting it; a later conversation by closing it, or
 * by the end of access to it; all by removal. `goes its way`: routine at a busy desk, as when another actor picks it;
 * `earlier`: only access to earlier conversations of the customer, which depended on this one.
 */
export type Taken = { readonly from: Who | Side | 'all'; readonly how: 'taken' | 'goes its way' | 'earlier' }

type Given<D extends { readonly personal: unknown; readonly upcasters: unknown; readonly stream: unknown }> =
  Omit<D, 'stream' | 'personal' | 'upcasters'> & Partial<Pick<D, 'personal' | 'upcasters'>>

/** An event of a conversation's own stream. */
export const event = <F, S extends Timeline, P = never>(
  given: Given<Definition<F, P, S, 'conversation'>>,
): Definition<F, P, S, 'conversation'> => ({
  stream: 'conversation',
  personal: null,
  upcasters: [],
  ...given,
})

/** An event that only staff see, and that changes no seat, access or place in a list. */
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
/** An event of a reading stream. */
export const readingEvent = toldToNobody('reader')
/** An event of a record's stream. */
export const recordEvent = toldToNobody('record')

export const never = (): boolean => false
export const noSeat = (): Touched => seats()
export const nothing = (): null => null

/** Whether customers may have access: not to internal conversations. */
export const isTheirs = (before: State): boolean => (before.header?.type ?? 'customer') === 'customer'
export const whereTheirs = (_: unknown, before: State): boolean => isTheirs(before)

export const seats = (...who: ReadonlyArray<Who>): Touched => ({ seats: who.map(readerKey), message: null })

export const takenFrom = (from: Taken['from']): Taken => ({ from, how: 'taken' })
export const goesItsWay = (): Taken => ({ from: 'staff', how: 'goes its way' })
