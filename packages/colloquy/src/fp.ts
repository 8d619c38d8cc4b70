import '@colloquy/core/node'
import type { CustomerShown, StaffShown } from '@colloquy/core'
import type { Storage } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { IOEither } from 'fp-ts/lib/IOEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { pipe } from 'fp-ts/lib/function.js'
import { faced } from './engine/face.ts'
import type { Faced } from './engine/face.ts'
import type { Reason } from './engine/Reason.ts'
import type { ConversationEvent } from './following/ConversationEvent.ts'
import type { On } from './following/listening.ts'
import type { FpHandler, FpSubscription } from './following/subscribing/Subscription.ts'
import type { Subscribe } from './following/subscribing/subscribing.ts'
import type { EitherFrames, EitherWatch } from './following/watching/Frame.ts'
import type { Chat, ChatCalls } from './opening/Chat.ts'
import type { Options } from './opening/Options.ts'
import type { BareChat } from './opening/open.ts'
import { open } from './opening/open.ts'
import { behindChat } from './opening/openConversations.ts'
import type { CustomerCalls, StaffCalls } from './session/Calls.ts'
import type {
  As,
  CustomerSession,
  HandleOf,
  Mode,
  ModeOf,
  Session,
  Within,
  WithinBy,
} from './session/Session.ts'
import type { BareSession } from './session/sessions.ts'
import { behindSession } from './session/sessions.ts'

export type { EitherFrames, FpHandler, FpSubscription }
export type { ReasonOf } from './engine/Reason.ts'
export { match, reason } from './engine/matching.ts'

/** Every call answers a `TaskEither`: nothing happens until it is run, and nothing is thrown. */
export type FpSession = Faced<StaffCalls, 'task'> & { readonly watch: EitherWatch<StaffShown> }
export type FpCustomerSession = Faced<CustomerCalls, 'task'> & { readonly watch: EitherWatch<CustomerShown> }

/** Sessions inside the host's own transaction: of a synchronous driver they answer an `IOEither`. */
export type FpWithin<M extends Mode> = WithinBy<
  M,
  As<Faced<StaffCalls, 'io'>, Faced<CustomerCalls, 'io'>>,
  As<Faced<StaffCalls, 'task'>, Faced<CustomerCalls, 'task'>>
>

/** An open Colloquy, with the same names and fp-ts' answers. */
export type FpChat<M extends Mode = Mode, Handle = never> = Faced<ChatCalls, 'task'> & {
  readonly as: As<FpSession, FpCustomerSession>
  readonly within: (transaction: Handle) => FpWithin<M>
  /** What a listener answers is run. */
  readonly on: On<IOEither<Reason, () => void>, TaskEither<unknown, unknown>>
  readonly subscribe: Subscribe<IOEither<Reason, FpSubscription>, FpHandler>
}

/** What its `within` says of a chat: the mode of its storage, and its handle. */
type FpOf<W> = W extends (transaction: infer Handle) => infer Inside ? FpChat<ModeIn<Inside>, Handle> : never
type ModeIn<Inside> = [Inside] extends [never] ? null : Inside extends Within<'sync'> ? 'sync' : 'async'

type Conversations = {
  /** Opens. */
  <S extends Storage>(options: Options<S>): TaskEither<Reason, FpChat<ModeOf<S>, HandleOf<S>>>
  <C extends Chat>(chat: C): FpOf<C['within']>
  (session: CustomerSession & { readonly assign?: never }): FpCustomerSession
  (session: Session): FpSession
}

/**
 * The same conversations with fp-ts' answers: opens them, or puts this face on a chat or a session that is open.
 *
 * @example
 * import { memory } from '@colloquy/core/memory'
 * import { systemActor } from 'colloquy'
 * import { conversations } from 'colloquy/fp'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import * as TE from 'fp-ts/lib/TaskEither.js'
 *
 * const receipt = pipe(
 *   conversations({ storage: memory() }),
 *   TE.chainW((opened) => opened.as(systemActor('acme')).start({ type: 'customer', customer: 'cleo', message: 'Hello' })),
 * )
 * console.log((await receipt())._tag) // Right
 */
export const conversations: Conversations = ((given: Options | Chat | Session) => {
  if ('storage' in given) return async () => pipe(await open(given), E.map(chatOf))
  const chat = behindChat(given)
  if (chat !== undefined) return chatOf(chat)
  const session = behindSession(given)
  if (session !== undefined) return sessionOf(session)
  throw new TypeError('conversations: neither options, nor a chat, nor a session')
}) as Conversations // The overloads say what each branch answers.

const sessionOf = ({ calls, watch }: BareSession) => ({
  ...faced(calls, 'task'),
  watch,
})

const chatOf = (bare: BareChat): FpChat => ({
  ...faced(bare.calls, 'task'),
  as: ((actor) => sessionOf(bare.as(actor))) as FpChat['as'],
  within: (transaction: unknown) => {
    const { sync, as } = bare.within(transaction)
    // The storage's own mode says which of the two it is, and the actor whose session.
    return { as: (actor: unknown) => faced(as(actor), sync ? 'io' : 'task') } as FpWithin<Mode>
  },
  on: ((type: '*', listener: (event: ConversationEvent) => TaskEither<unknown, unknown>) => () =>
    bare.on(type, run(listener))) as FpChat['on'],
  subscribe: (name, handler, options) => () =>
    pipe(
      bare.subscribe(name, run(handler), options),
      E.map(({ calls, ...named }) => ({ ...named, ...faced(calls, 'task') })),
    ),
})

/** Runs what is answered; a `Left` fails as what is thrown does. What is no function is refused as it is. */
const run = <Given extends ReadonlyArray<unknown>>(
  answer: (...given: Given) => TaskEither<unknown, unknown>,
): ((...given: Given) => Promise<void>) => {
  if (typeof answer !== 'function') return answer
  return async (...given) => {
    const result = await answer(...given)()
    if (E.isLeft(result)) throw result.left
  }
}
