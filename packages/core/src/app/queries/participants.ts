import * as E from 'fp-ts/lib/Either.js'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import type { QueryContext } from './QueryContext.ts'
import { conversationNamed, withAccess, withInput } from './QueryContext.ts'
import type { Shape, Shown } from './Shape.ts'

/** The participants of a conversation; for a customer, customers and staff with public messages. */
export const participants =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (id: unknown): Inquiry<ReadonlyArray<S['participant']>> =>
    withInput(
      context,
      () => conversationNamed(context, id),
      (conversation) =>
        withAccess(context, conversation, () =>
          ask({ _tag: 'Participants', conversation }, context.viewer, (people) =>
            done(E.right(people.map(shape.participant).filter((person) => person !== null))),
          ),
        ),
    )
