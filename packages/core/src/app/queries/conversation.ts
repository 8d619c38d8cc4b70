import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { notFound } from '../../conversation/Rejection.ts'
import { list, object, optional } from '../../kernel/decoding/Decoder.ts'
import { conversationId } from '../decoders.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import { lookingAt, momentFor } from '../timeTravel.ts'
import type { ConversationPage } from './answers.ts'
import type { Asking } from './Asking.ts'
import { conversationNamed, decodeAs, decodeOptions, withInput, withWatchFrom } from './Asking.ts'
import { withContinuations } from './continuations.ts'
import type { Shape, Shown } from './Shape.ts'

/** One conversation, as this viewer may see it, now or (with `message.history`) as it was. */
export const conversation =
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (id: unknown, options: unknown): Inquiry<ConversationPage<S>> =>
    withInput(
      asking,
      () => {
        const named = conversationNamed(asking, id)
        if (E.isLeft(named)) return named
        return pipe(
          decodeOptions(asking, object({ asOf: optional(momentFor(asking, named.right)) }), options),
          E.map(({ asOf }) => ({ named: named.right, asOf })),
        )
      },
      ({ named, asOf }) =>
        lookingAt(asking, named, asOf, (look) =>
          look({ _tag: 'Conversations', ids: [named] }, (found, end) =>
            withContinuations(asking, found, ([summary]) =>
              done(
                summary === undefined
                  ? E.left(notFound)
                  : E.right(withWatchFrom(asking, named, end, shape.conversation(summary))),
              ),
            ),
          ),
        ),
    )

const atOnce = 200

/** Those of the conversations named that the viewer may see, in the order named. */
export const conversations =
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (ids: unknown): Inquiry<ReadonlyArray<S['conversation']>> =>
    withInput(
      asking,
      () => decodeAs(asking, 'ids', list(conversationId, atOnce), ids),
      (named) =>
        named.length === 0
          ? done(E.right([]))
          : ask({ _tag: 'Conversations', ids: [...new Set(named)] }, asking.viewer, (found) =>
              withContinuations(asking, found, (summaries) =>
                done(E.right(summaries.map(shape.conversation))),
              ),
            ),
    )
