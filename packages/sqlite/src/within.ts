import { type Inside, type StoreError, transactionRefused } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from './Connection.ts'
import { commitNow } from './commit.ts'
import { queryNow } from './query/query.ts'
import { readNow } from './read.ts'
import { entered } from './hostTransaction.ts'
import { mayWrite } from './schema.ts'
import { inSavepoint } from './transactions.ts'
import { type ConnectionProvider, failureOf } from './ConnectionProvider.ts'

/** The storage inside the host's transaction, on the handle that the storage was opened with. */
export const within = (
  provider: ConnectionProvider,
  known: () => Connection | null,
  handle: unknown,
): E.Either<StoreError, Inside> => {
  const connection = known()
  if (connection === null) {
    return E.left(transactionRefused('open the storage (migrate it) before using it inside a transaction'))
  }
  if (handle !== connection.handle) {
    return E.left(
      transactionRefused(
        'give the better-sqlite3 handle that the storage was opened with: sqlite({ database })',
      ),
    )
  }
  if (!connection.handle.inTransaction) {
    return E.left(transactionRefused('begin a transaction on the handle first, and call this inside it'))
  }
  const marked = attempted(provider, () => entered(connection))
  if (E.isLeft(marked)) return marked
  const isOpen = marked.right
  const attempt = <A>(run: () => A): E.Either<StoreError, A> => {
    // After the end of the host's transaction nothing may be written on its own, or into the host's next transaction.
    if (!isOpen()) return E.left(transactionRefused('the transaction of the host has ended'))
    return attempted(provider, () => inSavepoint(connection, run))
  }
  return E.right({
    mode: 'sync',
    commit: (needs, settle) =>
      attempt(() => {
        mayWrite(connection)
        return commitNow(connection, needs, settle)
      }),
    query: (query, viewer) => attempt(() => queryNow(connection, query, viewer)),
    read: (of, limit) => attempt(() => readNow(connection, of, limit)),
  })
}

const attempted = <A>(provider: ConnectionProvider, run: () => A): E.Either<StoreError, A> => {
  try {
    return E.right(run())
  } catch (error) {
    return E.left(failureOf(provider, error))
  }
}
