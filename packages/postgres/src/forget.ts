import type { StoreError, Time } from '@colloquy/core/storage'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type ConnectionProvider, connected } from './ConnectionProvider.ts'
import { forgetSome } from './sql/receipts.ts'
import { heads } from './sql/events.ts'
import { fenced, inTransaction } from './transactions.ts'

/** Receipts per transaction, so that other writers do not wait long. */
const some = 5_000

/** Deletes old receipts, tenant by tenant. */
export const forget =
  (provider: ConnectionProvider) =>
  (before: Time): TaskEither<StoreError, number> =>
    connected(provider, async (connection) => {
      let removed = 0
      for (const [tenant] of await connection.ask(heads, {})) {
        for (let more = true; more; ) {
          const [row] = await inTransaction(connection, fenced('begin', connection.schema), () =>
            connection.ask(forgetSome, { tenant: String(tenant), before, limit: some }),
          )
          const count = Number(row?.[0] ?? 0)
          removed += count
          more = count === some
        }
      }
      return removed
    })
