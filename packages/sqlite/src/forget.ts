import type { StoreError, Time } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Connection } from './Connection.ts'
import { forget as forgetSql, nextReceipts } from './sql/receipts.ts'
import { inWriteTransaction } from './transactions.ts'
import { type ConnectionProvider, whenFree } from './ConnectionProvider.ts'

/** Receipts per transaction, so that other writers do not wait long. */
const some = 5_000

type Part = { readonly removed: number; readonly next: number | null }

/**
 * Deletes old receipts in the order of their commits, until thousands in a row are to be kept. This needs no index by
 * time, which would cost every command.
 */
export const forget =
  (provider: ConnectionProvider) =>
  (before: Time): TaskEither<StoreError, number> =>
  async () => {
    let removed = 0
    for (let from: number | null = 0; from !== null; ) {
      const start: number = from
      const part = await whenFree(provider, (connection) =>
        inWriteTransaction(connection, () => forgetPart(connection, start, before)),
      )()
      if (E.isLeft(part)) return part
      removed += part.right.removed
      from = part.right.next
    }
    return E.right(removed)
  }

const forgetPart = (connection: Connection, from: number, before: Time): Part => {
  const [to, old] = connection.raw(nextReceipts).get({ from, before, limit: some }) ?? []
  if (typeof to !== 'number' || old !== 1) return { removed: 0, next: null }
  return { removed: connection.prepare(forgetSql).run({ from, to, before }).changes, next: to }
}
