import { type Difference, type StoreError, stray, wrongHead } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Connection } from './Connection.ts'
import {
  receiptsAfter,
  removeHead,
  removeReceipt,
  removeStrayTerm,
  removeSubject,
  setHead,
  subjectsAfter,
  termsAfter,
  wrongHeads,
} from './sql/strays.ts'
import { inReadTransaction, inWriteTransaction } from './transactions.ts'
import { turn } from './timers.ts'
import { type ConnectionProvider, whenFree } from './ConnectionProvider.ts'

/** A table whose rows name an event each: how to read a page, and how to delete a row. */
type Naming = { readonly table: string; readonly after: string; readonly remove: string; readonly first: Key }
type Key = { readonly tenant: string; readonly conversation: string; readonly key: string | number }

const naming: ReadonlyArray<Naming> = [
  {
    table: 'subject',
    after: subjectsAfter,
    remove: removeSubject,
    first: { tenant: '', conversation: '', key: '' },
  },
  {
    table: 'ledger',
    after: receiptsAfter,
    remove: removeReceipt,
    first: { tenant: '', conversation: '', key: -1 },
  },
  {
    table: 'term',
    after: termsAfter,
    remove: removeStrayTerm,
    first: { tenant: '', conversation: '', key: -1 },
  },
]

/** The rows of one step: the driver blocks the event loop meanwhile. */
const limit = 1_000

/** Rows without an event, and heads that are not the end of their log. */
export const strays =
  (provider: ConnectionProvider) =>
  (write: boolean): TaskEither<StoreError, ReadonlyArray<Difference>> =>
  async () => {
    const carry = write ? inWriteTransaction : inReadTransaction
    const heads = await whenFree(provider, (open) => carry(open, () => headsOf(open, write)))()
    if (E.isLeft(heads)) return heads
    const found = [...heads.right]
    for (const each of naming) {
      for (let from: Key | null = each.first; from !== null; ) {
        const start: Key = from
        const page = await whenFree(provider, (open) => carry(open, () => pageOf(open, each, start, write)))()
        if (E.isLeft(page)) return page
        found.push(...page.right.found)
        from = page.right.next
        await turn()
      }
    }
    return E.right(found)
  }

const headsOf = (connection: Connection, write: boolean): ReadonlyArray<Difference> =>
  connection
    .raw(wrongHeads)
    .all()
    .map(([tenant, head, last]): Difference => {
      const wrong = wrongHead(String(tenant), head, last)
      if (write && wrong.found === 'extra') connection.prepare(removeHead).run({ tenant })
      else if (write) connection.prepare(setHead).run({ tenant, last })
      return wrong
    })

const pageOf = (
  connection: Connection,
  { table, after, remove }: Naming,
  from: Key,
  write: boolean,
): { readonly found: ReadonlyArray<Difference>; readonly next: Key | null } => {
  const rows = connection
    .raw(after)
    .all({ ...from, limit })
    .map(([tenant, conversation, key, named]) => {
      const at: Key = {
        tenant: String(tenant),
        conversation: String(conversation),
        key: typeof key === 'number' ? key : String(key),
      }
      return { at, isStray: named !== 1 }
    })
  const found = rows.filter(({ isStray }) => isStray)
  if (write) for (const { at } of found) connection.prepare(remove).run(at)
  return {
    found: found.map(({ at }) => stray(table, [at.tenant, at.conversation], String(at.key))),
    next: rows.length < limit ? null : (rows.at(-1)?.at ?? null),
  }
}
