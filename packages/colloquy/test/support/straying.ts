import type { Difference, Storage } from '@colloquy/core/storage'
import { foldRows } from '@colloquy/core/engine'
import { rowTables, tableName } from '@colloquy/core/storage'
import * as E from 'fp-ts/lib/Either.js'

/** What was done, by which statement, and what verifying says of it. */
export type Damage = readonly [what: string, sql: string, found: ReadonlyArray<string>]
export type Damages = { readonly [table: string]: ReadonlyArray<Damage> }

/** What is done beneath a storage that holds two conversations, `one` and `two`, that `tenant` alone has. */
export const sameDamages = (tenant: string): Damages => ({
  colloquy_subject: [
    ['removed', `delete from colloquy_subject where conversation = 'one'`, ['one subject missing']],
    [
      'added',
      `insert into colloquy_subject values ('${tenant}', 'customer:nobody', 'one')`,
      ['one subject extra'],
    ],
    [
      'added where no event is',
      `insert into colloquy_subject values ('${tenant}', 'staff:anna', 'nowhere')`,
      ['nowhere subject extra'],
    ],
    [
      'moved',
      `update colloquy_subject set conversation = 'nowhere' where conversation = 'one'`,
      ['nowhere subject extra', 'one subject missing'],
    ],
    [
      'changed',
      `update colloquy_subject set subject = 'staff:berta' where conversation = 'one'`,
      ['one subject extra', 'one subject missing'],
    ],
    [
      'of another tenant',
      `update colloquy_subject set tenant = 'zeta' where conversation = 'one'`,
      ['one subject extra', 'one subject missing'],
    ],
  ],
  colloquy_tenant: [
    ['behind', 'update colloquy_tenant set head = head - 1', [' tenant different']],
    ['ahead', 'update colloquy_tenant set head = head + 1', [' tenant different']],
    ['removed', 'delete from colloquy_tenant', [' tenant missing']],
    ['added', `insert into colloquy_tenant (tenant, head) values ('zeta', 7)`, [' tenant extra']],
    ['moved', `update colloquy_tenant set tenant = 'zeta'`, [' tenant extra', ' tenant missing']],
  ],
})

/** What the contract covers, what guards itself, and what no event could tell. */
export const covered: { readonly [table: string]: string } = {
  ...Object.fromEntries(rowTables.map((table) => [tableName(table), 'the contract, column by column'])),
  colloquy_event: 'the log itself: triggers keep it',
  colloquy_purge: 'empty but for a host that deletes a tenant',
  colloquy_meta: 'the schema and the secret',
  colloquy_slot: 'where subscriptions stand: theirs alone to say',
  colloquy_checkpoint: 'where subscriptions stand: theirs alone to say',
  colloquy_parked: 'where subscriptions stand: theirs alone to say',
}

/** Verifies all that a storage holds: what is wrong, as `CONVERSATION TABLE FOUND`. `write` also mends it. */
export const verified = async (storage: Storage, write: boolean): Promise<ReadonlyArray<string>> => {
  const found: Array<Difference> = []
  for (const stream of right(await storage.streams(null, 100)())) {
    found.push(...right(await storage.refold(stream, foldRows, write)()))
  }
  found.push(...right(await storage.strays(write)()))
  return found.map(({ stream, table, found: how }) => `${stream.conversation} ${table} ${how}`).toSorted()
}

const right = <A>(result: E.Either<unknown, A>): A => {
  if (E.isRight(result)) return result.right
  throw new Error(JSON.stringify(result.left))
}
