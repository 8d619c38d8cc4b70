import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { notFound } from '../../conversation/Rejection.ts'
import { list, object, optional } from '../../kernel/decoding/Decoder.ts'
import { conversationId } from '../decoders.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import { atMoment, momentFor } from '../timeTravel.ts'
import type { ConversationPage } from './answers.ts'
import type { QueryContext } from './QueryContext.ts'
import { conversationNamed, decodeAs, decodeOptions, withInput, withWatchFrom } from './QueryContext.ts'
import { withContinuations } from './continuations.ts'
import type { Shape, Shown } from './Shape.ts'

/** One conversation as this viewer may see it, now or (with `message.history`) in the past. */
export const conversation =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (id: unknown, options: unknown): Inquiry<ConversationPage<S>> =>
    withInput(
      context,
      () => {
        const named = conversationNamed(context, id)
        if (E.isLeft(named)) return named
        return pipe(
          decodeOptions(context, object({ asOf: optional(momentFor(context, named.right)) }), options),
          E.map(({ asOf }) => ({ named: named.right, asOf })),
        )
      },
      ({ named, asOf }) =>
        atMoment(context, named, asOf, (askAtMoment) =>
          askAtMoment({ _tag: 'Conversations', ids: [named] }, (found, end) =>
            withContinuations(context, found, ([summary]) =>
              done(
                summary === undefined
                  ? E.left(notFound)
                  : E.right(withWatchFrom(context, named, end, shape.conversation(summary))),
              ),
            ),
          ),
        ),
    )

const atOnce = 200

/** The named conversations that the viewer may see, in that order. */
export const conversations =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (ids: unknown): Inquiry<ReadonlyArray<S['conversation']>> =>
    withInput(
      context,
      () => decodeAs(context, 'ids', list(conversationId, atOnce), ids),
      (named) =>
        named.length === 0
          ? done(E.right([]))
          : ask({ _tag: 'Conversations', ids: [...new Set(named)] }, context.viewer, (found) =>
              withContinuations(context, found, (summaries) =>
                done(E.right(summaries.map(shape.conversation))),
              ),
            ),
    )
