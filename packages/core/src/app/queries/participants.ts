import * as E from 'fp-ts/lib/Either.js'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import type { Asking } from './Asking.ts'
import { conversationNamed, withAccess, withInput } from './Asking.ts'
import type { Shape, Shown } from './Shape.ts'

/** Who is in a conversation; for a customer, the customers and those who wrote publicly. */
export const participants =
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (id: unknown): Inquiry<ReadonlyArray<S['participant']>> =>
    withInput(
      asking,
      () => conversationNamed(asking, id),
      (conversation) =>
        withAccess(asking, conversation, () =>
          ask({ _tag: 'Participants', conversation }, asking.viewer, (people) =>
            done(E.right(people.map(shape.participant).filter((person) => person !== null))),
          ),
        ),
    )
