import * as E from 'fp-ts/lib/Either.js'
import type { Inquiry } from '../Inquiry.ts'
import { askBoth, done } from '../Inquiry.ts'
import type { Indicator } from './answers.ts'
import type { QueryContext } from './QueryContext.ts'
import { conversationNamed, withAccess, withInput } from './QueryContext.ts'
import { withContinuations } from './continuations.ts'
import { noFilter, sortOf } from './listing.ts'
import type { Shape, Shown } from './Shape.ts'

/** The number of unread conversations and messages, and the newest of them. */
export const indicator =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (): Inquiry<Indicator<S>> =>
    withInput(
      context,
      () => E.right(null),
      () =>
        askBoth(
          { _tag: 'Indicator' },
          {
            _tag: 'List',
            view: 'unread',
            filter: noFilter,
            sort: sortOf('unread', null),
            after: null,
            limit: 4,
            match: null,
            changedAfter: null,
          },
          context.viewer,
          (totals, listed) =>
            withContinuations(
              context,
              listed.map(({ summary }) => summary),
              (latest) => done(E.right({ ...totals, latest: latest.map(shape.conversation) })),
            ),
        ),
    )

/** The viewer's own read state of one conversation. */
export const unread =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (id: unknown): Inquiry<S['unread']> =>
    withInput(
      context,
      () => conversationNamed(context, id),
      (conversation) => withAccess(context, conversation, (summary) => done(E.right(shape.unread(summary)))),
    )
