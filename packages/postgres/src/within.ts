import { type Inside, outcomeUnknown, type StoreError, transactionRefused } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type ConnectionProvider, failureOf } from './ConnectionProvider.ts'
import { commitOn } from './commit.ts'
import { type Connection, connectionOver } from './Connection.ts'
import type { Transaction } from './hosts/Transaction.ts'
import { queryNow } from './query/query.ts'
import { readNow } from './read.ts'
import { secretOf } from './schema.ts'
import { is, ownOperators, shadowed } from './session.ts'
import { statementsIn } from './statements.ts'

/**
 * The storage inside the host's transaction. Only the server can check the handle, so each call refuses one without a
 * transaction, or of another database. The transaction's id is read at once: a session kept until a later transaction
 * must not write into that one.
 */
export const within = (
  provider: ConnectionProvider,
  secret: TaskEither<StoreError, string>,
  handle: unknown,
): E.Either<StoreError, Inside> => {
  if (!isTransaction(handle)) return E.left(transactionRefused(whatToGive))
  const connection = connectionOver(clientOver(handle), statementsIn(provider.options.schema), {
    ...provider.options,
    prepared: false,
    pipelined: false,
  })
  const made = inTurn(handle, () => transactionOn(connection))
  let known = false
  const enter = async (tenant: string): Promise<string> => {
    const [transaction, alone, plain, unshadowed] = (await connection.ask(enterAs, { tenant }))[0] ?? []
    // A client that was released may be inside another transaction by now.
    const own = await made
    if (own === null || own !== transaction) throw new Refused(noTransaction)
    if (alone !== true) throw new Refused(oneTenant)
    if (plain !== true) throw new Refused(otherSettings)
    if (unshadowed !== true) throw new Refused(shadowed)
    if (known) return own
    const ours = await secret()
    if (E.isLeft(ours) || (await secretOf(connection)) !== ours.right) throw new Refused(anotherDatabase)
    known = true
    return own
  }
  const attempt =
    <A>(tenant: string, run: (transaction: string) => Promise<A>): TaskEither<StoreError, A> =>
    () =>
      inTurn(handle, async () => {
        try {
          await connection.tell('savepoint colloquy')
        } catch {
          return E.left(transactionRefused(noTransaction))
        }
        let done = false
        try {
          const result = await run(await enter(tenant))
          done = true
          await connection.tell('release savepoint colloquy')
          return E.right(result)
        } catch (error) {
          // The host ended the transaction without waiting, so our statements were committed or rolled back with it.
          if (!(await undone(connection)))
            return E.left(done ? outcomeUnknown : transactionRefused(noTransaction))
          if (error instanceof Refused) return E.left(transactionRefused(error.message))
          return E.left(await failureOf(provider, error))
        }
      })
  return E.right({
    mode: 'async',
    commit: (needs, settle) =>
      attempt(needs[0]?.stream.tenant ?? '', (inside) => commitOn(connection, needs, settle, { inside })),
    query: (query, viewer) => attempt('', () => queryNow(connection, query, viewer)),
    read: (of, limit) => attempt('', () => readNow(connection, of, limit)),
  })
}

/**
 * Queues calls on a handle, even where the host does not await them, because their savepoints have the same name.
 * Without a running call it starts at once, so that the host's next statement comes after it.
 */
const inTurn = <A>(handle: object, run: () => Promise<A>): Promise<A> => {
  const before = turns.get(handle)
  const next = before === undefined ? run() : before.then(run, run)
  turns.set(handle, next)
  const done = (): void => {
    if (turns.get(handle) === next) turns.delete(handle)
  }
  void next.then(done, done)
  return next
}

const turns = new WeakMap<object, Promise<unknown>>()

/** A refusal of the handle; the message says what to do. */
class Refused extends Error {}

const whatToGive =
  'give a client of pg inside a transaction, or what fromDrizzle, fromKysely, fromKnex or fromPrisma makes of one'
const noTransaction =
  'begin a transaction on the client first, and use it before the transaction has ended or failed'
const anotherDatabase =
  'the transaction is in another database or schema than the storage: nothing of it could be committed together'
const oneTenant =
  'one transaction holds commands of one tenant: those of two, met in another order, would wait for each other'

const otherSettings =
  'the session has session_replication_role or client_encoding set: its events would never be numbered, or its texts be others'

const isTransaction = (handle: unknown): handle is Transaction =>
  typeof handle === 'object' && handle !== null && 'query' in handle && typeof handle.query === 'function'

const clientOver = (transaction: Transaction) => ({
  query: ({ text, values }: { readonly text: string; readonly values?: Array<unknown> }) =>
    transaction.query(text, values ?? []),
})

const undone = async (connection: Connection): Promise<boolean> => {
  try {
    await connection.tell('rollback to savepoint colloquy')
    await connection.tell('release savepoint colloquy')
    return true
  } catch {
    return false
  }
}

/** The id of the open transaction; null where it has failed, or the server is read-only. */
const transactionOn = async (connection: Connection): Promise<string | null> => {
  try {
    const [number] = (await connection.texts(whichTransaction, {}))[0] ?? []
    return typeof number === 'string' ? number : null
  } catch {
    return null
  }
}

// No statement outside our savepoint may fail, because it would abort the host's transaction. A standby assigns no
// transaction ids.
const whichTransaction = `select case when not pg_catalog.pg_is_in_recovery()
  then pg_catalog.pg_current_xact_id()::pg_catalog.text end as number`

/**
 * Checks the transaction's id; that it has commands of one tenant only, because two transactions that lock two tenants'
 * logs in different orders would deadlock at their commits; that triggers run; and that texts arrive unchanged.
 */
const enterAs = `select json_build_array(pg_current_xact_id()::text,
  case when @tenant::text ${is} '' or coalesce(current_setting('colloquy.tenant', true), '') ${is} ''
    or current_setting('colloquy.tenant', true) ${is} @tenant
  then @tenant ${is} '' or set_config('colloquy.tenant', @tenant, true) ${is} @tenant else false end,
  not current_setting('session_replication_role') ${is} 'replica' and current_setting('client_encoding') ${is} 'UTF8',
  ${ownOperators}) as row`
