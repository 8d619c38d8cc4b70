import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { alike } from '@colloquy/conformance/pairs/alike'
import { somePairs } from '@colloquy/conformance/pairs/sample'
import { sqlite } from '../src/index.ts'
import { newFile, right } from './support/desk.ts'

// Erasing looks through the ledger of a tenant: an index by conversation would cost every command.
const throughTheLedger = /^update colloquy_ledger set hash = null/

/** Every statement that a storage prepares while commands meet in pairs, rows are compared, and everybody looks. */
const preparedBy = async (pairs: number): Promise<ReadonlyArray<string>> => {
  const database = new Database(newFile())
  const prepared = new Set<string>()
  const prepare = database.prepare.bind(database)
  Object.assign(database, {
    prepare: (sql: string) => {
      prepared.add(sql)
      return prepare(sql)
    },
  })
  const storage = sqlite({ database })
  right(await storage.migrate())
  for (const pair of somePairs(1, pairs)) await alike(storage, pair)
  await storage.close()
  database.close()
  return [...prepared]
}

/** What SQLite does to answer a statement; its plan does not depend on the values. */
const planOf = (database: Database.Database, sql: string): ReadonlyArray<string> => {
  const explained = database.prepare(`explain query plan ${sql}`)
  const names = Array.from(sql.matchAll(/@(\w+)/g), ([, name]) => [String(name), null])
  const places = sql.match(/\?/g) ?? []
  const steps =
    names.length > 0 ? explained.all(Object.fromEntries(names)) : explained.all(...places.map(() => null))
  return steps.map((step) => String(Object(step).detail))
}

test('no statement looks through a whole tenant, unless it names the index that it does so in the order of', async () => {
  const statements = (await preparedBy(60)).filter((sql) =>
    /^\s*(select|with|insert|update|delete)/i.test(sql),
  )
  expect(statements.length).toBeGreaterThan(200)
  const filename = newFile()
  const storage = sqlite({ filename })
  right(await storage.migrate())
  await storage.close()
  const database = new Database(filename)
  const wide = statements
    .filter((sql) => !throughTheLedger.test(sql))
    .flatMap((sql) =>
      planOf(database, sql)
        .filter((step) => step.endsWith('(tenant=?)') || /^SCAN colloquy_\w+$/.test(step))
        .filter((step) => !step.includes('colloquy_tenant USING PRIMARY KEY'))
        .filter((step) => !sql.includes(`indexed by ${/INDEX (\w+)/.exec(step)?.[1] ?? 'none'}`))
        .map((step) => ({ sql, step })),
    )
  database.close()
  expect(wide).toEqual([])
})
