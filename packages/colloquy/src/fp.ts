import '@colloquy/core/node'
import type { Storage } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { SessionActor } from './session/actor.ts'
import type { CustomerCalls, StaffCalls } from './session/Calls.ts'
import type { As, CustomerSession, Session } from './session/Session.ts'
import type { Chat } from './opening/Chat.ts'
import { tasks } from './session/face.ts'
import { openConversations } from './opening/openConversations.ts'
import { answersBehind } from './session/opened.ts'
import type { Options } from './opening/Options.ts'
import type { Reason } from './engine/Reason.ts'
import { ConversationError } from './engine/Reason.ts'

/** Answered with fp-ts' `TaskEither`: nothing happens until it is run, and nothing is thrown. */
export type Tasked<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...given: infer G) => infer A
    ? (...given: G) => TaskEither<Reason, A>
    : never
}

type Tasking<F> = F extends (...given: infer G) => Promise<infer A>
  ? (...given: G) => TaskEither<Reason, A>
  : never

export type FpSession = Tasked<StaffCalls>
export type FpCustomerSession = Tasked<CustomerCalls>

/** An open Colloquy, with the same names and fp-ts' answers. */
export type FpChat = {
  readonly as: As<FpSession, FpCustomerSession>
  readonly migrate: TaskEither<Reason, number>
  readonly tick: (now?: Date | number) => TaskEither<Reason, void>
  readonly rebuild: Tasking<Chat['rebuild']>
  readonly verify: Tasking<Chat['verify']>
  readonly erase: Tasking<Chat['erase']>
  readonly import: Tasking<Chat['import']>
  readonly waitFor: Tasking<Chat['waitFor']>
  readonly close: TaskEither<Reason, void>
  /** The other face, for what has no answer to wait for: `on`, `subscribe`, `within`, `watch`. */
  readonly chat: Chat
}

type Conversations = {
  /** Opens. */
  <S extends Storage>(options: Options<S>): TaskEither<Reason, FpChat>
  (chat: Chat): FpChat
  (session: CustomerSession & { readonly assign?: never }): FpCustomerSession
  (session: Session): FpSession
}

/**
 * The same conversations with fp-ts' answers: opens them, or puts this face on a chat or a session that is open.
 *
 * @example
 * import { memory, systemActor } from 'colloquy'
 * import { conversations } from 'colloquy/fp'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import * as TE from 'fp-ts/lib/TaskEither.js'
 *
 * const receipt = pipe(
 *   conversations({ storage: memory() }),
 *   TE.chain((opened) => opened.as(systemActor('acme')).start({ type: 'customer', customer: 'cleo', message: 'Hello' })),
 * )
 * console.log((await receipt())._tag) // Right
 */
export const conversations: Conversations = ((given: Options | Chat | Session) => {
  if ('storage' in given) return TE.map(chatOf)(attempt(() => openConversations(given)))
  return 'within' in given ? chatOf(given) : sessionOf(given)
}) as Conversations // The overloads say what each branch answers.

const chatOf = (chat: Chat): FpChat => ({
  as: ((actor: SessionActor) => sessionOf(chat.as(actor))) as FpChat['as'],
  migrate: attempt(() => chat.migrate()),
  tick: (now) => attempt(() => chat.tick(now)),
  rebuild: (options) => attempt(() => chat.rebuild(options)),
  verify: (options) => attempt(() => chat.verify(options)),
  erase: (what) => attempt(() => chat.erase(what)),
  import: (source, options) => attempt(() => chat.import(source, options)),
  waitFor: (receipt, subscription, options) => attempt(() => chat.waitFor(receipt, subscription, options)),
  close: attempt(() => chat.close()),
  chat,
})

const sessionOf = (session: object): FpSession => {
  const answers = answersBehind(session)
  if (answers === null) throw new TypeError('conversations: neither options, nor a chat, nor a session')
  // `answers` has a call for each name in the type.
  return tasks(answers) as unknown as FpSession
}

/** A refusal as a value; what is no refusal is a programmer's error, and goes on up. */
const attempt =
  <A>(promise: () => Promise<A>): TaskEither<Reason, A> =>
  async () => {
    try {
      return E.right(await promise())
    } catch (error) {
      if (error instanceof ConversationError) return E.left(error.reason)
      throw error
    }
  }
