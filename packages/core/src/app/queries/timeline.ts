import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { ConversationId, MessageId } from '../../conversation/Ids.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { expected, forbidden, invalidCursor, notFound } from '../../conversation/Rejection.ts'
import type { From, Message, Timeline } from '../../projections/seen/Query.ts'
import { boolean, maybe, object, oneOf, optional, orElse } from '../../kernel/decoding/Decoder.ts'
import { messageId } from '../decoders.ts'
import type { Inquiry } from '../Inquiry.ts'
import { done } from '../Inquiry.ts'
import type { Moment } from '../timeTravel.ts'
import { atMoment, momentFor } from '../timeTravel.ts'
import type { TimelinePage } from './answers.ts'
import type { QueryContext } from './QueryContext.ts'
import { conversationNamed, decodeOptions, refuseTo, withInput, withWatchFrom } from './QueryContext.ts'
import type { Shape, Shown } from './Shape.ts'
import { readTokenOf } from './Shape.ts'
import { cursor, openCursor, rows, sealCursor, walkOf } from './walks.ts'

type Input = {
  readonly conversation: ConversationId
  readonly limit: number
  readonly before: string | null
  readonly after: string | null
  readonly around: MessageId | null
  readonly events: boolean
  readonly visibility: 'public' | 'internal' | null
  readonly asOf: Moment | null
}

/** A page of messages, oldest first; default the last ones. */
export const timeline =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (id: unknown, options: unknown): Inquiry<TimelinePage<S>> =>
    withInput(
      context,
      () =>
        pipe(
          conversationNamed(context, id),
          E.chain((conversation) => decode(context, conversation, options)),
        ),
      (input) => {
        // Notes are visible to staff only.
        if (context.isCustomer && input.visibility === 'internal') {
          return refuseTo(context, input.conversation, forbidden(null))
        }
        const walk = walkOf(context, ['timeline', input.conversation, input.visibility, input.asOf])
        const from = fromOf(context, walk, input)
        if (from === null) return refuseTo(context, input.conversation, invalidCursor)
        return atMoment(context, input.conversation, input.asOf, (askAtMoment) =>
          askAtMoment(
            {
              _tag: 'Timeline',
              conversation: input.conversation,
              from,
              limit: input.limit,
              only: input.visibility,
              events: input.events,
            },
            (found, end) =>
              done(
                found === null
                  ? E.left(notFound)
                  : E.right(
                      withWatchFrom(
                        context,
                        input.conversation,
                        end,
                        pageFrom(context, shape, walk, from, found),
                      ),
                    ),
              ),
          ),
        )
      },
    )

const place = {
  limit: rows(5),
  before: cursor,
  after: cursor,
  around: maybe(messageId),
  events: orElse(boolean, false),
  visibility: maybe(oneOf(['public', 'internal'])),
}

const decode = (
  context: QueryContext,
  conversation: ConversationId,
  options: unknown,
): E.Either<Rejection, Input> => {
  const decoded = decodeOptions(
    context,
    object({ ...place, asOf: optional(momentFor(context, conversation)) }),
    options,
  )
  if (E.isLeft(decoded)) return decoded
  const { before, after, around } = decoded.right
  const places = [before, after, around].filter((each) => each !== null)
  if (places.length > 1)
    return E.left(expected(before === null ? 'after' : 'before', 'one of before, after and around'))
  return E.right({ ...decoded.right, conversation })
}

/** The place of the page; null for a cursor of another conversation, viewer or filter. */
const fromOf = (context: QueryContext, walk: string, { before, after, around }: Input): From | null => {
  if (around !== null) return { around }
  const from = before ?? after
  if (from === null) return 'end'
  const n = openCursor(context, walk, 1, from)?.[0]
  if (typeof n !== 'number') return null
  return before === null ? { after: n } : { before: n }
}

const pageFrom = <S extends Shown>(
  context: QueryContext,
  shape: Shape<S>,
  walk: string,
  from: From,
  found: Timeline,
): Omit<TimelinePage<S>, 'watchFrom'> => {
  const { conversation } = found.summary
  const head = context.isCustomer ? conversation.customerN : conversation.staffN
  const ordinal = ({ row }: Message) => (context.isCustomer ? row.customerN : row.n)
  const first = found.messages[0]
  const last = found.messages.at(-1)
  // An empty page lies between two messages: after the one, before the next.
  const place = typeof from === 'object' && 'before' in from ? from.before - 1 : afterOf(from, head)
  const older = first === undefined ? place + 1 : ordinal(first)
  const newer = last === undefined ? place : ordinal(last)
  return {
    items: itemsOf(context, shape, found),
    older: found.older ? sealCursor(context, walk, [older]) : null,
    newer: found.newer ? sealCursor(context, walk, [newer]) : null,
    head: sealCursor(context, walk, [head]),
    readToken: readTokenOf(context, found.summary),
  }
}

const afterOf = (from: From, head: number): number =>
  typeof from === 'object' && 'after' in from ? from.after : head

/** Messages and events in the order they became visible to this side. */
const itemsOf = <S extends Shown>(
  context: QueryContext,
  shape: Shape<S>,
  found: Timeline,
): TimelinePage<S>['items'] => {
  type Item = { readonly version: number | null; readonly shown: S['message'] | S['event'] | null }
  const messages = found.messages.map((message): Item => {
    const version = context.isCustomer ? message.row.customerVersion : message.row.version
    return { version, shown: shape.message(message) }
  })
  const events = found.events.map((event): Item => {
    const version = context.isCustomer ? event.customerVersion : event.version
    return { version, shown: shape.event(event) }
  })
  return [...messages, ...events]
    .sort((a, b) => (a.version ?? 0) - (b.version ?? 0))
    .flatMap(({ shown }) => (shown === null ? [] : [shown]))
}
