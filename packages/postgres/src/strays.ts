import { type Difference, type StoreError, stray, wrongHead } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type ConnectionProvider, connected } from './ConnectionProvider.ts'
import type { Connection } from './Connection.ts'
import {
  lockHeads,
  type Naming,
  naming,
  pageAfter,
  removeAll,
  removeHead,
  setHead,
  wrongHeads,
} from './sql/strays.ts'
import { fenced, inTransaction } from './transactions.ts'

type Key = { readonly [column: string]: string }

/** The rows of one statement. */
const limit = 5_000

/** Rows without an event, and heads that are not the end of their log. */
export const strays =
  (provider: ConnectionProvider, begin: string) =>
  (write: boolean): TaskEither<StoreError, ReadonlyArray<Difference>> =>
  async () => {
    const inOne = <A>(run: (connection: Connection) => Promise<A>): TaskEither<StoreError, A> =>
      connected(provider, (connection) =>
        inTransaction(connection, fenced(begin, connection.schema), () => run(connection)),
      )
    const heads = await inOne((connection) => headsOf(connection, write))()
    if (E.isLeft(heads)) return heads
    const found = [...heads.right]
    for (const each of naming) {
      for (let from: Key | null = firstOf(each); from !== null; ) {
        const start: Key = from
        const page = await inOne((connection) => pageOf(connection, each, start, write))()
        if (E.isLeft(page)) return page
        found.push(...page.right.found)
        from = page.right.next
      }
    }
    return E.right(found)
  }

const headsOf = async (connection: Connection, write: boolean): Promise<ReadonlyArray<Difference>> => {
  if (write) await connection.ask(lockHeads, {})
  const found: Array<Difference> = []
  for (const [name, head, end] of await connection.ask(wrongHeads, {})) {
    const [tenant, last] = [String(name), Number(end)]
    const wrong = wrongHead(tenant, head, last)
    if (write && wrong.found === 'extra') await connection.do(removeHead, { tenant })
    else if (write) await connection.do(setHead, { tenant, last })
    found.push(wrong)
  }
  return found
}

const firstOf = ({ key }: Naming): Key => Object.fromEntries(key.map((column) => [column, '']))

const pageOf = async (
  connection: Connection,
  each: Naming,
  from: Key,
  write: boolean,
): Promise<{ readonly found: ReadonlyArray<Difference>; readonly next: Key | null }> => {
  const rows = (await connection.ask(pageAfter(each), { ...from, limit })).map(
    ([named, conversation, ...key]) => ({
      isStray: named !== true,
      conversation: String(conversation),
      key: Object.fromEntries(each.key.map((column, i) => [column, String(key[i])])),
    }),
  )
  const found = rows.filter(({ isStray }) => isStray)
  if (write && found.length > 0) {
    await connection.do(removeAll(each), { rows: JSON.stringify(found.map(({ key }) => key)) })
  }
  return {
    found: found.map(({ conversation, key: { tenant, ...key } }) =>
      stray(each.table, [tenant, conversation], Object.values(key).join('\u0000')),
    ),
    next: rows.length < limit ? null : (rows.at(-1)?.key ?? null),
  }
}
