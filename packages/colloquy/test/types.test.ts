import { memory } from '@colloquy/core/memory'
import { postgres } from '@colloquy/postgres'
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import type pg from 'pg'
import { expect, expectTypeOf, test } from 'vitest'
import type { DecodedFields } from '@colloquy/core/decoding'
import { conversationId, name, object } from '@colloquy/core/decoding'
import type { Defined, Definition } from '../src/session/commands/Definition.ts'
import { define } from '../src/session/commands/Definition.ts'
import { commandFields } from '../src/session/commands/draft.ts'
import type {
  Chat,
  CustomerSession,
  ImmediateSession,
  InnerSession,
  LabelInput,
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

test('the input that callers are told of is what the decoder takes, and what `can` fills in is what is needed', () => {
  const fields = { ...commandFields, conversationId, label: name }
  const command: Definition<DecodedFields<typeof fields>>['command'] = () => {
    throw new Error('only looked at by the compiler')
  }
  const look = () => {
    const label: Defined<LabelInput> = define('label', object(fields), { sample: { label: 'any' }, command })
    // @ts-expect-error: `can` has nothing to fill in for the label
    define('label', object(fields), { command })
    // @ts-expect-error: callers are told of a field that is refused
    const more: Defined<LabelInput & { readonly colour?: string }> = label
    // @ts-expect-error: callers are not told of a field that is needed
    const less: Defined<Omit<LabelInput, 'label'>> = label
    // @ts-expect-error: nor of one that may be left out
    const silent: Defined<Omit<LabelInput, 'at'>> = label
    // @ts-expect-error: callers may leave out what is needed
    const loose: Defined<Omit<LabelInput, 'label'> & { readonly label?: string }> = label
    return [more, less, silent, loose]
  }
  expect(look).toBeTypeOf('function')
})
