import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from '../../conversation/Actor.ts'
import type { ConversationId, Position } from '../../conversation/Ids.ts'
import type { Policies } from '../../conversation/policies/Policies.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { featureDisabled, notFound } from '../../conversation/Rejection.ts'
import type { Seal } from '../../ports/Seal.ts'
import type { Answer, Screen, Summary } from '../../projections/Query.ts'
import type { Viewer } from '../../projections/Viewer.ts'
import { viewerOf } from '../../projections/Viewer.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, askBoth, done } from '../Inquiry.ts'
import { branded } from './input.ts'
import { sealPlace } from './tokens.ts'

/** Who asks, and by which rules. */
export type InquiryContext = {
  /** With their capabilities resolved. */
  readonly actor: Actor
  readonly policies: Policies
  readonly seal: Seal
  /** `page`: rows of a page; `search`: characters of a search text; `id`: bytes of an id. */
  readonly limits: { readonly page: number; readonly search: number; readonly id: number }
  /** Null: the host registered none. */
  readonly recordTypes: {
    readonly [type: string]: { readonly startable: boolean; readonly customerVisible: boolean }
  } | null
  /** False inside a host's transaction: what is seen there may never have been, so that nobody can go on from it. */
  readonly lasting: boolean
}

/** The same, with what every query needs of it. */
export type Asking = InquiryContext & { readonly viewer: Viewer; readonly isCustomer: boolean }

export const askingOf = (context: InquiryContext): Asking => {
  const viewer = viewerOf(context.actor, context.policies)
  return { ...context, viewer, isCustomer: viewer.side === 'customer' }
}

/** Whether customers may see records of a type. */
export const shownToCustomers =
  (asking: Asking) =>
  (type: string): boolean =>
    asking.recordTypes !== null &&
    Object.hasOwn(asking.recordTypes, type) &&
    asking.recordTypes[type]?.customerVisible === true

/** Goes on with what was decoded, unless the feature is off or the input is wrong. */
export const withInput = <A, B>(
  asking: Asking,
  input: () => E.Either<Rejection, A>,
  next: (input: A) => Inquiry<B>,
): Inquiry<B> => {
  if (!asking.policies.enabled) return done(E.left(featureDisabled))
  const decoded = input()
  return E.isLeft(decoded) ? done(decoded) : next(decoded.right)
}

/** Asks for what a screen shows and where the log ended at that very moment; null where nobody can go on from it. */
export const askScreen = <Q extends Screen, A>(
  asking: Asking,
  query: Q,
  next: (answer: Answer<Q>, head: Position | null) => Inquiry<A>,
): Inquiry<A> =>
  asking.lasting
    ? askBoth({ _tag: 'Head' }, query, asking.viewer, (head, found) => next(found, head))
    : ask(query, asking.viewer, (found) => next(found, null))

/** The token from which `watch` goes on, of a screen that was drawn when the log ended there. */
export const watchFrom = (
  { seal, viewer }: Asking,
  conversation: ConversationId | null,
  head: Position | null,
): string | null => (head === null ? null : sealPlace(seal, viewer, { position: head, conversation }))

/** A screen with its token, which is sealed when it is read: that takes as long as a tenth of finding the screen. */
export const withWatchFrom = <A extends object>(
  asking: Asking,
  conversation: ConversationId,
  head: Position | null,
  shown: A,
): A & { readonly watchFrom: string | null } => {
  let token: string | null = null
  return {
    ...shown,
    get watchFrom() {
      return (token ??= watchFrom(asking, conversation, head))
    },
  }
}

/** Goes on with a conversation that the viewer may see; any other is not found. */
export const withAccess = <B>(
  asking: Asking,
  id: ConversationId,
  next: (summary: Summary) => Inquiry<B>,
): Inquiry<B> =>
  ask({ _tag: 'Conversations', ids: [id] }, asking.viewer, ([summary]) =>
    summary === undefined ? done(E.left(notFound)) : next(summary),
  )

/** Refuses, but only somebody who sees the conversation: for others it does not exist. */
export const refuseTo = (asking: Asking, id: ConversationId, rejection: Rejection): Inquiry<never> =>
  withAccess(asking, id, () => done(E.left(rejection)))

export const conversationId = (asking: Asking) => branded<ConversationId>(asking.limits.id)
