import { memory } from '@colloquy/core/memory'
import { postgres } from '@colloquy/postgres'
import { sqlite } from '@colloquy/sqlite'
import Database from 'better-sqlite3'
import type pg from 'pg'
import { expect, expectTypeOf, test } from 'vitest'
import type {
  Chat,
  CustomerSession,
  ImmediateSession,
  InnerSession,
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
