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

/** The actor of a query, with the tenant's policies and the host's settings. */
export type InquiryContext = {
  /** With its capabilities resolved. */
  readonly actor: Actor
  readonly policies: Policies
  readonly seal: Seal
  readonly limits: Limits
  /** Null: the host registered no record types. */
  readonly recordTypes: {
    readonly [type: string]: { readonly startable: boolean; readonly customerVisible: boolean }
  } | null
  /** False inside a host's transaction, which may roll back: its answers then have no tokens to go on from. */
  readonly lasting: boolean
}

/** The context of one query: with the viewer that the actor is. */
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

/** Continues with the decoded input, unless the feature is disabled or the input is invalid. */
export const withInput = <A, B>(
  context: QueryContext,
  input: () => E.Either<Rejection, A>,
  next: (input: A) => Inquiry<B>,
): Inquiry<B> => {
  if (!context.policies.enabled) return done(E.left(featureDisabled))
  const decoded = input()
  return E.isLeft(decoded) ? done(decoded) : next(decoded.right)
}

/**
 * Asks a query of a screen with the head of the log on the same snapshot; the head is null where no token may be given.
 */
export const askScreen = <Q extends Screen, A>(
  context: QueryContext,
  query: Q,
  next: (answer: Answer<Q>, head: Position | null) => Inquiry<A>,
): Inquiry<A> =>
  context.lasting
    ? askBoth({ _tag: 'Head' }, query, context.viewer, (head, found) => next(found, head))
    : ask(query, context.viewer, (found) => next(found, null))

/** The token from which `watch` continues after a screen that was read at this head. */
export const watchFrom = (
  { seal, viewer }: QueryContext,
  conversation: ConversationId | null,
  head: Position | null,
): string | null => (head === null ? null : sealPlace(seal, viewer, { position: head, conversation }))

/** A screen with its token. The token is sealed lazily, because sealing takes a tenth of the whole query's time. */
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

/** Continues with a conversation that the viewer may see; any other is `NotFound`. */
export const withAccess = <B>(
  context: QueryContext,
  id: ConversationId,
  next: (summary: Summary) => Inquiry<B>,
): Inquiry<B> =>
  ask({ _tag: 'Conversations', ids: [id] }, context.viewer, ([summary]) =>
    summary === undefined ? done(E.left(notFound)) : next(summary),
  )

/** Refuses a viewer who may see the conversation; for others it is `NotFound`. */
export const refuseTo = (context: QueryContext, id: ConversationId, rejection: Rejection): Inquiry<never> =>
  withAccess(context, id, () => done(E.left(rejection)))

/** Decodes one argument of a query. */
export const decodeAs = <A>(
  { limits }: QueryContext,
  field: string,
  decoder: Decoder<A>,
  value: unknown,
): E.Either<Rejection, A> => decodeGiven(decoder, value, { field, whole: field, limits })

/** Decodes the options of a query; all may be left out. */
export const decodeOptions = <A>(
  { limits }: QueryContext,
  decoder: Decoder<A>,
  options: unknown,
): E.Either<Rejection, A> =>
  decodeGiven(decoder, options === undefined ? {} : options, { field: '', whole: 'options', limits })

/** Decodes a conversation's id. */
export const conversationNamed = (context: QueryContext, id: unknown): E.Either<Rejection, ConversationId> =>
  decodeAs(context, 'conversationId', conversationId, id)
