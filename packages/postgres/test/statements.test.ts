import { alike } from '@colloquy/conformance/pairs/alike'
import { somePairs } from '@colloquy/conformance/pairs/sample'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { postgres } from '../src/Storage.ts'
import { settingsFor } from '../src/transactions.ts'
import { type Step, stepsIn } from './support/explained.ts'

let used: TestDatabase
let empty: TestDatabase
beforeAll(async () => {
  const url = inject('postgresUrl')
  ;[used, empty] = [await newDatabase(url), await newDatabase(url)]
})
afterAll(async () => {
  await used.drop()
  await empty.drop()
})

/** Every statement that a storage sends while commands meet in pairs, rows are compared, and everybody looks. */
const sentBy = async (pairs: number): Promise<ReadonlyArray<string>> => {
  const sent = new Set<string>()
  const pool = new pg.Pool({ connectionString: used.url, pipeline: true })
  pool.on('connect', (client) => {
    const query: (asked: { readonly text: string }) => unknown = client.query.bind(client)
    Object.assign(client, {
      query: (asked: { readonly text: string }) => {
        sent.add(asked.text)
        return query(asked)
      },
    })
  })
  const storage = postgres({ pool })
  await storage.migrate()
  for (const pair of somePairs(1, pairs)) await alike(storage, pair)
  await storage.close()
  await pool.end()
  return [...sent]
}

/** A step that no more than the tenant leads to, by an index or as a whole. */
const isWide = (step: Step): boolean =>
  step['Node Type'] === 'Seq Scan'
    ? step['Relation Name']?.startsWith('colloquy_') === true
    : /^(Bitmap )?Index( Only)? Scan$/u.test(step['Node Type']) &&
      /^(\(tenant = [^()]+\))?$/u.test(step['Index Cond'] ?? '')

/** The indexes of lists, which are read in their order, or by the condition that they are partial by. */
const ofLists = /^colloquy_conversation_(?!pkey)/u
/** Its key has no more than the tenant. */
const ofTenants = 'colloquy_tenant_pkey'
// Erasing looks through the ledger of a tenant: an index by conversation would cost every command.
const throughTheLedger = /^update \S*colloquy_ledger t set hash = null/u

test('no statement looks through a whole tenant, unless by an index of lists', async () => {
  const statements = (await sentBy(12)).filter(
    (sql) => /^\s*(select|with|insert|update|delete)\b[^;]*$/iu.test(sql) && sql.includes('.colloquy_'),
  )
  expect(statements.length).toBeGreaterThan(120)
  const storage = postgres({ connectionString: empty.url })
  await storage.migrate()
  await storage.close()
  const client = new pg.Client({ connectionString: empty.url })
  await client.connect()
  for (const setting of settingsFor({ statement: 10_000, lock: 100 })) await client.query(`set ${setting}`)
  const wide: Array<unknown> = []
  for (const sql of statements.filter((each) => !throughTheLedger.test(each))) {
    const steps = stepsIn(await client.query(`explain (generic_plan, format json) ${sql}`))
    for (const step of steps.filter(isWide)) {
      const index = step['Index Name'] ?? ''
      if (index !== ofTenants && !ofLists.test(index)) wide.push({ sql, step })
    }
  }
  await client.end()
  expect(wide).toEqual([])
})
