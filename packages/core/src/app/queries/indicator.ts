import * as E from 'fp-ts/lib/Either.js'
import type { Inquiry } from '../Inquiry.ts'
import { askBoth, done } from '../Inquiry.ts'
import type { Indicator } from './answers.ts'
import type { Asking } from './Asking.ts'
import { conversationNamed, withAccess, withInput } from './Asking.ts'
import { withContinuations } from './continuations.ts'
import { noFilter, sortOf } from './listing.ts'
import type { Shape, Shown } from './Shape.ts'

/** How much is new for the viewer, and the newest of it. */
export const indicator =
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (): Inquiry<Indicator<S>> =>
    withInput(
      asking,
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
          asking.viewer,
          (totals, listed) =>
            withContinuations(
              asking,
              listed.map(({ summary }) => summary),
              (latest) => done(E.right({ ...totals, latest: latest.map(shape.conversation) })),
            ),
        ),
    )

/** The viewer's own reading of one conversation. */
export const unread =
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (id: unknown): Inquiry<S['unread']> =>
    withInput(
      asking,
      () => conversationNamed(asking, id),
      (conversation) => withAccess(asking, conversation, (summary) => done(E.right(shape.unread(summary)))),
    )
