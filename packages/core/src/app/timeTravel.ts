import * as E from 'fp-ts/lib/Either.js'
import type { ConversationId, Position, Time, Version } from '../conversation/Ids.ts'
import type { Recorded } from '../conversation/Recorded.ts'
import { expected, forbidden } from '../conversation/Rejection.ts'
import type { Decoder } from '../kernel/decoding/Decoder.ts'
import { orNull } from '../kernel/decoding/Decoder.ts'
import { token } from '../kernel/decoding/texts.ts'
import type { When } from '../kernel/decoding/values.ts'
import { aTime } from '../kernel/time.ts'
import { answer } from '../projections/seen/answer.ts'
import { onlyStream, storedStream } from '../projections/rows/Database.ts'
import type { Answer, Screen } from '../projections/seen/Query.ts'
import { time } from './decoders.ts'
import type { QueryContext } from './queries/QueryContext.ts'
import { askScreen, refuseTo, withAccess } from './queries/QueryContext.ts'
import { openVersion } from './queries/tokens.ts'
import type { Inquiry } from './Inquiry.ts'
import { read } from './Inquiry.ts'
import { foldRows } from './rebuild.ts'

/** A moment in a conversation's past: a version or a time. */
export type Moment = { readonly version: Version } | { readonly at: Time }

/** Decodes a version of a receipt or message, or a time. */
export const momentFor = (
  context: QueryContext,
  conversation: ConversationId,
): Decoder<Moment | null, When | null> =>
  orNull({
    schema: (limits) => ({ anyOf: [token.schema(limits), time.schema(limits)] }),
    decode: (value, place) => {
      // Customers are refused later, once it is known that they see the conversation, so that the refusal reveals
      // nothing.
      if (context.isCustomer) return E.right({ at: 0 as Time })
      const version =
        typeof value === 'string'
          ? openVersion(context.seal, { tenant: context.viewer.tenant, conversation }, value)
          : null
      if (version !== null) return E.right({ version })
      const at = time.decode(value, place)
      return E.isLeft(at)
        ? E.left(expected(place.field, `a version from a receipt or a message, or ${aTime}`))
        : E.right({ at: at.right })
    },
  })

/** Asks a query at one moment: now, with the head of the log at that moment, or in the past, where the head is null. */
export type AskAtMoment = <Q extends Screen, A>(
  query: Q,
  next: (answer: Answer<Q>, head: Position | null) => Inquiry<A>,
) => Inquiry<A>

/** A conversation now, or as it was. Access is decided by what it is now, either way. */
export const atMoment = <A>(
  context: QueryContext,
  conversation: ConversationId,
  moment: Moment | null,
  next: (askAtMoment: AskAtMoment) => Inquiry<A>,
): Inquiry<A> => {
  if (moment === null) return next((query, then) => askScreen(context, query, then))
  if (context.isCustomer || !context.actor.capabilities.has('message.history')) {
    return refuseTo(context, conversation, forbidden('message.history'))
  }
  return withAccess(context, conversation, () =>
    upTo(context, conversation, moment, (events) => next(past(context, conversation, events))),
  )
}

const eventsAtOnce = 1000

/** Reads a conversation's events in log order, up to the moment. */
const upTo = <A>(
  context: QueryContext,
  conversation: ConversationId,
  moment: Moment,
  next: (events: ReadonlyArray<Recorded>) => Inquiry<A>,
): Inquiry<A> => {
  const stream = { tenant: context.viewer.tenant, conversation }
  const collect = (sofar: ReadonlyArray<Recorded>): Inquiry<A> =>
    read({ stream, after: sofar.length }, eventsAtOnce, (events) => {
      const end = events.findIndex((event) => isAfter(event, moment))
      if (end >= 0) return next([...sofar, ...events.slice(0, end)])
      const all = [...sofar, ...events]
      return events.length < eventsAtOnce ? next(all) : collect(all)
    })
  return collect([])
}

const isAfter = (event: Recorded, moment: Moment): boolean =>
  'at' in moment ? event.at > moment.at : event.reader === null && event.version > moment.version

/** Answers queries by their pure definitions, from these events. */
const past = (
  context: QueryContext,
  conversation: ConversationId,
  events: ReadonlyArray<Recorded>,
): AskAtMoment => {
  const key = { tenant: context.viewer.tenant, conversation }
  const database = onlyStream(storedStream(key, foldRows(events), events), 0 as Position)
  // Access was decided by the present, so the past is read without an access check: the viewer may have joined later.
  const viewer = { ...context.viewer, viewAll: true }
  return (query, then) => then(answer(query, viewer, database), null)
}
