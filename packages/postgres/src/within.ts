import { type Inside, type StoreError, transactionRefused } from '@colloquy/core'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Access, failureOf } from './Access.ts'
import { commitOn } from './commit.ts'
import { type Connection, connectionOver } from './Connection.ts'
import type { Transaction } from './hosts/Transaction.ts'
import { queryNow } from './query/query.ts'
import { readNow } from './read.ts'
import { secretOf } from './schema.ts'
import { statementsIn } from './statements.ts'

/**
 * The storage inside a transaction that the host holds. What it is can only be asked of the server, so a handle that
 * is no transaction, or another database's, is refused by the first call.
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
  let ours = false
  const inTurn =
    <A>(run: TaskEither<StoreError, A>): TaskEither<StoreError, A> =>
    () => {
      const next = (turns.get(handle) ?? Promise.resolve()).then(run)
      turns.set(handle, next)
      return next
    }
  const attempt = <A>(run: (connection: Connection) => Promise<A>): TaskEither<StoreError, A> =>
    inTurn(async () => {
      try {
        await connection.tell('savepoint colloquy')
      } catch {
        return notOpen
      }
      try {
        if (!ours) {
          const known = await secret()
          if (E.isLeft(known)) return known
          if ((await secretOf(connection)) !== known.right) throw new Elsewhere()
          ours = true
        }
        const result = await run(connection)
        await connection.tell('release savepoint colloquy')
        return E.right(result)
      } catch (error) {
        if (!(await undone(connection))) return notOpen
        if (error instanceof Elsewhere) return E.left(transactionRefused(anotherDatabase))
        if (error instanceof SecondTenant) return E.left(transactionRefused(oneTenant))
        return E.left(await failureOf(access, error))
      }
    })
  return E.right({
    mode: 'async',
    commit: (needs, settle) =>
      attempt(async (own) => {
        await claimFor(own, needs[0]?.stream.tenant ?? '')
        return commitOn(own, needs, settle, { begin: null, end: null, numbered: false })
      }),
    query: (query, viewer) => attempt((own) => queryNow(own, query, viewer)),
    read: (of, limit) => attempt((own) => readNow(own, of, limit)),
  })
}

/** One after the other on a handle, though the host may not wait for them: a savepoint has one name. */
const turns = new WeakMap<object, Promise<unknown>>()

class Elsewhere extends Error {}
class SecondTenant extends Error {}

const whatToGive =
  'give a client of pg inside a transaction, or what fromDrizzle, fromKysely, fromKnex or fromPrisma makes of one'
const noTransaction =
  'begin a transaction on the client first, and use it before the transaction has ended or failed'
const anotherDatabase =
  'the transaction is in another database or schema than the storage: nothing of it could be committed together'
const oneTenant =
  'one transaction holds commands of one tenant: those of two, met in another order, would wait for each other'

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

/** Without a savepoint there is no transaction, or none any more. */
const notOpen = E.left(transactionRefused(noTransaction))

/** Two transactions that take two tenants' logs in another order would wait for each other at their commits. */
const claimFor = async (connection: Connection, tenant: string): Promise<void> => {
  const [row] = await connection.ask(claimTenant, { tenant })
  if (row?.[0] !== true) throw new SecondTenant()
}

const claimTenant = `select json_build_array(case when coalesce(current_setting('colloquy.tenant', true), '') in ('', @tenant)
  then set_config('colloquy.tenant', @tenant, true) = @tenant else false end) as row`
