import { type Inside, outcomeUnknown, type StoreError, transactionRefused } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Access, failureOf } from './Access.ts'
import { commitOn } from './commit.ts'
import { type Connection, connectionOver } from './Connection.ts'
import type { Transaction } from './hosts/Transaction.ts'
import { queryNow } from './query/query.ts'
import { readNow } from './read.ts'
import { secretOf } from './schema.ts'
import { is, ownOperators, shadowed } from './session.ts'
import { statementsIn } from './statements.ts'

/**
 * The storage inside a transaction that the host holds. What it is can only be asked of the server, so a handle that
 * is no transaction, or another database's, is refused by each call. Which transaction it is, is asked at once: what is
 * kept unused until a later transaction on the handle must not write into that one.
 */
export const within = (
  access: Access,
  secret: TaskEither<StoreError, string>,
  handle: unknown,
): E.Either<StoreError, Inside> => {
  if (!isTransaction(handle)) return E.left(transactionRefused(whatToGive))
  const connection = connectionOver(clientOver(handle), statementsIn(access.options.schema), {
    ...access.options,
    prepared: false,
    pipelined: false,
  })
  const made = inTurn(handle, () => transactionOn(connection))
  let known = false
  const enter = async (tenant: string): Promise<string> => {
    const [transaction, alone, plain, unshadowed] = (await connection.ask(enterAs, { tenant }))[0] ?? []
    // A client that came back to its pool may be inside somebody else's transaction by now.
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
          // The host ended it without waiting for us, and with what was done, or it undid that.
          if (!(await undone(connection)))
            return E.left(done ? outcomeUnknown : transactionRefused(noTransaction))
          if (error instanceof Refused) return E.left(transactionRefused(error.message))
          return E.left(await failureOf(access, error))
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
 * One after the other on a handle, though the host may not wait for them: a savepoint has one name. At once where
 * nothing is under way, so that what the host sends next comes after it.
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

/** Its message says what to do. */
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

/** Which transaction is open; null where none can be: it failed already, or the server only reads. */
const transactionOn = async (connection: Connection): Promise<string | null> => {
  try {
    const [number] = (await connection.texts(whichTransaction, {}))[0] ?? []
    return typeof number === 'string' ? number : null
  } catch {
    return null
  }
}

// Outside our savepoint nothing may fail: it would be the host's transaction that fails. A standby gives no numbers.
const whichTransaction = `select case when not pg_catalog.pg_is_in_recovery()
  then pg_catalog.pg_current_xact_id()::pg_catalog.text end as number`

/**
 * Which transaction this is, and whether it may hold commands of a tenant: of one alone, because two transactions that
 * take two tenants' logs in another order would wait for each other at their commits. And whether triggers run, and
 * texts arrive as they were sent.
 */
const enterAs = `select json_build_array(pg_current_xact_id()::text,
  case when @tenant::text ${is} '' or coalesce(current_setting('colloquy.tenant', true), '') ${is} ''
    or current_setting('colloquy.tenant', true) ${is} @tenant
  then @tenant ${is} '' or set_config('colloquy.tenant', @tenant, true) ${is} @tenant else false end,
  not current_setting('session_replication_role') ${is} 'replica' and current_setting('client_encoding') ${is} 'UTF8',
  ${ownOperators}) as row`
