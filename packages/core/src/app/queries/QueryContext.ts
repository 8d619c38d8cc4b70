import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from '../../conversation/Actor.ts'
import type { ConversationId, Position } from '../../conversation/Ids.ts'
import type { Policies } from '../../conversation/policies/Policies.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { featureDisabled, notFound } from '../../conversation/Rejection.ts'
import type { Decoder } from '../../kernel/decoding/Decoder.ts'
import { decodeGiven } from '../../kernel/decoding/Decoder.ts'
import type { Limits } from '../../kernel/decoding/Limits.ts'
import type { Seal } from '../../ports/Seal.ts'
import type { Answer, Screen, Summary } from '../../projections/seen/Query.ts'
import type { Viewer } from '../../projections/seen/Viewer.ts'
import { viewerOf } from '../../projections/seen/Viewer.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, askBoth, done } from '../Inquiry.ts'
import { conversationId } from '../decoders.ts'
import { sealPlace } from './tokens.ts'

/** Who asks, and by which rules. */
export type InquiryContext = {
  /** With their capabilities resolved. */
  readonly actor: Actor
  readonly policies: Policies
  readonly seal: Seal
  readonly limits: Limits
  /** Null: the host registered none. */
  readonly recordTypes: {
    readonly [type: string]: { readonly startable: boolean; readonly customerVisible: boolean }
  } | null
  /** False inside a host's transaction: what is seen there may never have been, so that nobody can go on from it. */
  readonly lasting: boolean
}

/** The same, with what every query needs of it. */
export type QueryContext = InquiryContext & { readonly viewer: Viewer; readonly isCustomer: boolean }

export const queryContextOf = (context: InquiryContext): QueryContext => {
  const viewer = viewerOf(context.actor, context.policies)
  return { ...context, viewer, isCustomer: viewer.side === 'customer' }
}

/** Whether customers may see records of a type. */
export const shownToCustomers =
  (context: QueryContext) =>
  (type: string): boolean =>
    context.recordTypes !== null &&
    Object.hasOwn(context.recordTypes, type) &&
    context.recordTypes[type]?.customerVisible === true

/** Goes on with what was decoded, unless the feature is off or the input is wrong. */
export const withInput = <A, B>(
  context: QueryContext,
  input: () => E.Either<Rejection, A>,
  next: (input: A) => Inquiry<B>,
): Inquiry<B> => {
  if (!context.policies.enabled) return done(E.left(featureDisabled))
  const decoded = input()
  return E.isLeft(decoded) ? done(decoded) : next(decoded.right)
}

/** Asks for what a screen shows and where the log ended at that very moment; null where nobody can go on from it. */
export const askScreen = <Q extends Screen, A>(
  context: QueryContext,
  query: Q,
  next: (answer: Answer<Q>, head: Position | null) => Inquiry<A>,
): Inquiry<A> =>
  context.lasting
    ? askBoth({ _tag: 'Head' }, query, context.viewer, (head, found) => next(found, head))
    : ask(query, context.viewer, (found) => next(found, null))

/** The token from which `watch` goes on, of a screen that was drawn when the log ended there. */
export const watchFrom = (
  { seal, viewer }: QueryContext,
  conversation: ConversationId | null,
  head: Position | null,
): string | null => (head === null ? null : sealPlace(seal, viewer, { position: head, conversation }))

/** A screen with its token, which is sealed when it is read: that takes as long as a tenth of finding the screen. */
export const withWatchFrom = <A extends object>(
  context: QueryContext,
  conversation: ConversationId,
  head: Position | null,
  shown: A,
): A & { readonly watchFrom: string | null } => {
  let token: string | null = null
  return {
    ...shown,
    get watchFrom() {
      return (token ??= watchFrom(context, conversation, head))
    },
  }
}

/** Goes on with a conversation that the viewer may see; any other is not found. */
export const withAccess = <B>(
  context: QueryContext,
  id: ConversationId,
  next: (summary: Summary) => Inquiry<B>,
): Inquiry<B> =>
  ask({ _tag: 'Conversations', ids: [id] }, context.viewer, ([summary]) =>
    summary === undefined ? done(E.left(notFound)) : next(summary),
  )

/** Refuses, but only somebody who sees the conversation: for others it does not exist. */
export const refuseTo = (context: QueryContext, id: ConversationId, rejection: Rejection): Inquiry<never> =>
  withAccess(context, id, () => done(E.left(rejection)))

/** What was given in this place of a query's own. */
export const decodeAs = <A>(
  { limits }: QueryContext,
  field: string,
  decoder: Decoder<A>,
  value: unknown,
): E.Either<Rejection, A> => decodeGiven(decoder, value, { field, whole: field, limits })

/** The options of a query, which may be left out as a whole. */
export const decodeOptions = <A>(
  { limits }: QueryContext,
  decoder: Decoder<A>,
  options: unknown,
): E.Either<Rejection, A> =>
  decodeGiven(decoder, options === undefined ? {} : options, { field: '', whole: 'options', limits })

/** Goes on with a conversation's id, or says what is wrong with it. */
export const conversationNamed = (context: QueryContext, id: unknown): E.Either<Rejection, ConversationId> =>
  decodeAs(context, 'conversationId', conversationId, id)
