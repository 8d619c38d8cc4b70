import { memory } from '@colloquy/core/memory'
import { postgres } from '@colloquy/postgres'
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import type * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type pg from 'pg'
import { expect, expectTypeOf, test } from 'vitest'
import { conversationId, name, object } from '@colloquy/core/decoding'
import type { CommandReason, ReasonFor } from '../src/session/Calls.ts'
import type { Defined } from '../src/session/commands/Definition.ts'
import { define } from '../src/session/commands/Definition.ts'
import { commandFields } from '../src/session/commands/draft.ts'
import type { FpChat, FpCustomerSession, FpSession, ReasonOf } from '../src/fp.ts'
import { conversations, match, reason } from '../src/fp.ts'
import type {
  Chat,
  CustomerSession,
  ImmediateSession,
  InnerSession,
  LabelInput,
  Reason,
  Receipt,
  Result,
  Session,
  SessionActor,
} from '../src/index.ts'
import { openConversations } from '../src/index.ts'

type OverMemory = Awaited<ReturnType<typeof openConversations<ReturnType<typeof memory>>>>
type OverSqlite = Awaited<ReturnType<typeof openConversations<ReturnType<typeof sqlite>>>>
type OverPostgres = Awaited<ReturnType<typeof openConversations<ReturnType<typeof postgres>>>>

test('a session is what its actor may be: of somebody who may be a customer, what both have', () => {
  // Only looked at by the compiler.
  const look = (chat: Chat, customer: SessionActor<'customer'>, staff: SessionActor<'staff'>) => {
    expectTypeOf(chat.as(customer)).toEqualTypeOf<CustomerSession>()
    expectTypeOf(chat.as(staff)).toEqualTypeOf<Session>()
    const either = chat.as(customer as typeof customer | typeof staff)
    expectTypeOf(either).toEqualTypeOf<CustomerSession | Session>()
    // @ts-expect-error: a customer's session has no audit
    void either.audit('c')
    void either.indicator()
  }
  expect(look).toBeTypeOf('function')
})

test('within takes the handle of its storage alone, and nothing where there are no host transactions', () => {
  const look = (
    chats: { memory: OverMemory; sqlite: OverSqlite; postgres: OverPostgres; any: Chat },
    client: pg.PoolClient,
    database: Database.Database,
    staff: SessionActor<'staff'>,
  ) => {
    expectTypeOf(chats.sqlite.within(database).as(staff)).toEqualTypeOf<ImmediateSession>()
    expectTypeOf(chats.postgres.within(client).as(staff)).toEqualTypeOf<InnerSession>()
    // @ts-expect-error: a client of pg is no handle of better-sqlite3
    chats.sqlite.within(client)
    // @ts-expect-error: nor a handle of better-sqlite3 a client of pg
    chats.postgres.within(database)
    // @ts-expect-error: there is no transaction to be within
    chats.memory.within(database)
    // Each of them is a Chat.
    expectTypeOf(chats.memory).toExtend<Chat>()
    expectTypeOf(chats.sqlite).toExtend<Chat>()
    expectTypeOf(chats.postgres).toExtend<Chat>()
  }
  expect(look).toBeTypeOf('function')
})

type TagOf<Answer> =
  Extract<Answer, { readonly ok: false }> extends { readonly error: infer R extends Reason }
    ? R['_tag']
    : never
type Stored =
  | 'Conflict'
  | 'Unavailable'
  | 'OutcomeUnknown'
  | 'Corrupt'
  | 'SchemaOutdated'
  | 'TransactionRefused'
type OfAny =
  | 'FeatureDisabled'
  | 'NotFound'
  | 'Forbidden'
  | 'InvalidInput'
  | 'FieldRequired'
  | 'IdempotencyConflict'
type OfPick = OfAny | Stored | 'AlreadyAssigned' | 'ConversationClosed'

test('what `try` answers names the refusals of just that command, in every face', () => {
  const look = async (
    desk: Session,
    customer: CustomerSession,
    inner: InnerSession,
    immediate: ImmediateSession,
    fp: FpSession,
  ) => {
    const id = { conversationId: 'c' }
    const picked = await desk.try.pick(id)
    expectTypeOf<TagOf<typeof picked>>().toEqualTypeOf<OfPick>()
    if (picked.ok) {
      expectTypeOf(picked.value).toEqualTypeOf<Receipt>()
    } else {
      // @ts-expect-error: what is picked has no text that could be empty
      void (picked.error._tag === 'EmptyBody')
    }
    const posted = await customer.try.post({ ...id, body: 'x' })
    if (!posted.ok) expectTypeOf(posted.error).toEqualTypeOf<CommandReason<'post'>>()
    expectTypeOf<'EmptyBody' | 'ConversationLocked'>().toExtend<TagOf<typeof posted>>()
    expectTypeOf<'AlreadyAssigned'>().not.toExtend<TagOf<typeof posted>>()
    expectTypeOf(await inner.try.pick(id)).toEqualTypeOf(picked)
    expectTypeOf(immediate.try.pick(id)).toEqualTypeOf(picked)
    expectTypeOf(immediate.pick(id)).toEqualTypeOf<Receipt>()
    const task = fp.pick(id)
    expectTypeOf(await task()).toExtend<E.Either<{ readonly _tag: OfPick }, Receipt>>()
    // A query may answer any reason.
    const page = await desk.try.inbox({ view: 'all' })
    expectTypeOf(page).toEqualTypeOf<Result<Awaited<ReturnType<Session['inbox']>>>>()
    // @ts-expect-error: a customer cannot pick
    void customer.try.pick
    return task
  }
  expect(look).toBeTypeOf('function')
})

test('the fp face has what the other has, by the storage and by the actor', () => {
  const look = (
    chat: FpChat<'sync', Database.Database>,
    server: FpChat<'async', pg.PoolClient>,
    customer: SessionActor<'customer'>,
    staff: SessionActor<'staff'>,
    database: Database.Database,
    client: pg.PoolClient,
  ) => {
    expectTypeOf(chat.as(customer)).toEqualTypeOf<FpCustomerSession>()
    expectTypeOf(chat.as(staff)).toEqualTypeOf<FpSession>()
    // @ts-expect-error: a customer's session has no audit
    void chat.as(customer).audit
    const within = chat.within(database).as(staff).pick({ conversationId: 'c' })
    expectTypeOf(within()).toExtend<E.Either<Reason, Receipt>>()
    const later = server.within(client).as(staff).pick({ conversationId: 'c' })
    expectTypeOf(later()).toExtend<Promise<E.Either<Reason, Receipt>>>()
    // @ts-expect-error: a client of pg is no handle of better-sqlite3
    chat.within(client)
    chat.on('conversation-closed', (event) => {
      expectTypeOf(event.type).toEqualTypeOf<'conversation-closed'>()
      return TE.right(null)
    })
    // @ts-expect-error: what a listener begins by itself would not be waited for
    chat.on('conversation-closed', async () => undefined)
    // @ts-expect-error: nor what a handler does
    chat.subscribe('mails', async () => undefined)
    expectTypeOf(conversations(null as never as OverSqlite)).toEqualTypeOf(chat)
  }
  expect(look).toBeTypeOf('function')
})

test('a match of reasons has a case for each that there may be', () => {
  const look = (desk: FpSession) => {
    const told = match({
      NotFound: () => 'gone',
      Forbidden: ({ capability }) => {
        expectTypeOf(capability).toEqualTypeOf<ReasonOf<'Forbidden'>['capability']>()
        return `not without ${capability}`
      },
    })
    expectTypeOf(told).toEqualTypeOf<(reason: ReasonOf<'NotFound' | 'Forbidden'>) => string>()
    // @ts-expect-error: a pick may be refused for more
    void pipe(desk.pick({ conversationId: 'c' }), TE.mapLeft(told))
    void pipe(desk.pick({ conversationId: 'c' }), TE.mapLeft(match({ NotFound: () => 404 }, () => 500)))
    // @ts-expect-error: there is no such reason
    match({ Nowhere: () => 'x' })
    // @ts-expect-error: whoever is forbidden something is told what
    reason('Forbidden')
    // @ts-expect-error: there is no more to say of what is not found
    reason('NotFound', { field: 'x' })
    return told
  }
  expect(look).toBeTypeOf('function')
})

test('the input that callers are told of is what the decoder takes, and what `can` fills in is what is needed', () => {
  const fields = { ...commandFields, conversationId, label: name }
  type Label<Input> = Defined<Input, ReasonFor<'Label', LabelInput>>
  const look = () => {
    const label: Label<LabelInput> = define('label', 'Label', object(fields), { sample: { label: 'any' } })
    // @ts-expect-error: `can` has nothing to fill in for the label
    define('label', 'Label', object(fields), {})
    // @ts-expect-error: nothing says what the subject becomes
    define('rename', 'Rename', object(fields), { sample: { label: 'any' } })
    // @ts-expect-error: callers are told of a field that is refused
    const more: Label<LabelInput & { readonly colour?: string }> = label
    // @ts-expect-error: callers are not told of a field that is needed
    const less: Label<Omit<LabelInput, 'label'>> = label
    // @ts-expect-error: nor of one that may be left out
    const silent: Label<Omit<LabelInput, 'at'>> = label
    // @ts-expect-error: callers may leave out what is needed
    const loose: Label<Omit<LabelInput, 'label'> & { readonly label?: string }> = label
    // @ts-expect-error: callers are told of other refusals
    const other: Defined<LabelInput, ReasonFor<'Pick', LabelInput>> = label
    return [more, less, silent, loose, other]
  }
  expect(look).toBeTypeOf('function')
})
