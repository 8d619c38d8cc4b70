import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from '../../conversation/Actor.ts'
import type { ConversationId } from '../../conversation/Ids.ts'
import type { Policies } from '../../conversation/policies/Policies.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { featureDisabled, notFound } from '../../conversation/Rejection.ts'
import type { Seal } from '../../ports/Seal.ts'
import type { Summary } from '../../projections/Query.ts'
import type { Viewer } from '../../projections/Viewer.ts'
import { viewerOf } from '../../projections/Viewer.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import { branded } from './input.ts'

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
