import * as t from 'io-ts'
import type { ActorId, ConversationId, MessageId } from './Ids.ts'

// Codecs of event facts. They check types only: exactness and ids are checked on input, and checking them again would
// double the time of a replay.

const guarded = <A>(name: string, is: t.Is<A>): Codec<A> =>
  new t.Type(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  )

/** A readonly object with these fields. */
export const object = <P extends t.Props>(fields: P): Fields<P> => t.type(fields)
type Fields<P extends t.Props> = Codec<{ readonly [K in keyof P]: t.TypeOf<P[K]> }> & { readonly props: P }
export type Codec<A> = t.Type<A, unknown>

/** One of these literals. */
export const oneOf = <A extends string>(...words: ReadonlyArray<A>): Codec<A> => {
  const all: ReadonlySet<unknown> = new Set(words)
  return guarded(words.join(' | '), (value): value is A => all.has(value))
}

export const orNull = <A>(codec: Codec<A>): Codec<A | null> => t.union([codec, t.null])

// Ids were checked on input, so any string in the log is one.
const id = <Id extends string>(): Codec<Id> =>
  guarded('id', (value): value is Id => typeof value === 'string')
export const actorId = id<ActorId>()
export const messageId = id<MessageId>()
export const conversationId = id<ConversationId>()

export const side = oneOf('customer', 'staff')
export const kind = oneOf('customer', 'staff', 'bot', 'system')
export const who = object({ side, id: actorId })
export const record = object({ type: t.string, id: t.string })
export const visibility = oneOf('public', 'internal')
export const conversationType = oneOf('customer', 'internal')
export const attributes: Codec<{ readonly [key: string]: string | number | boolean | null }> = t.record(
  t.string,
  t.union([t.string, t.number, t.boolean, t.null]),
)
export const mentions = t.readonlyArray(actorId)
export const contact = object({ name: orNull(t.string), phone: orNull(t.string), email: orNull(t.string) })
export const erased = t.union([
  object({ what: t.literal('participant'), who }),
  object({ what: t.literal('message'), messageId }),
  object({ what: t.literal('conversation') }),
])
const tally = { read: t.number, own: t.number, removedAfter: t.number }
export const reach = object({ ...tally, customer: object(tally) })
