import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { answering, appended, appending, last, lastly } from '../src/sql/appending.ts'
import { eraseHashes, eraseHashesOn, erasePersonal, eraseTerms, type Which } from '../src/sql/erasing.ts'
import { forgetSome } from '../src/sql/receipts.ts'
import { loading, parts } from '../src/sql/loading.ts'
import { patchRows, removeRows } from '../src/sql/rows.ts'
import { removeTerms, removeTermsOf } from '../src/sql/terms.ts'
import { postgres } from '../src/Storage.ts'
import { settingsFor } from '../src/transactions.ts'
import { explaining, type Step, straying } from './support/explained.ts'
import { filled } from './support/filled.ts'

const schema = 'plans'
let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  const storage = postgres({ connectionString: database.url, schema, connections: 1 })
  await storage.migrate()
  await storage.close()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  for (const setting of settingsFor({ statement: 10_000, lock: 100 })) await client.query(`set ${setting}`)
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const erased: ReadonlyArray<Which> = ['participant', 'message', 'conversation']
const stream = { tenant: '', conversation: '' }

/** Every statement of the write path, and whether it answers rows. */
const statements: ReadonlyArray<readonly [string, string, boolean]> = [
  ...parts.map((part) => [`loading ${part}`, loading[part], true] as const),
  ...appended.map((part) => [`appending ${part}`, appending[part], answering.has(part)] as const),
  ...last.map((part) => [`last, ${part}`, lastly[part], true] as const),
  ['a change of a conversation', patchRows('conversation', { version: 0 }, stream), false],
  ['a change of all seats of a side', patchRows('seat', { headN: 0 }, { ...stream, side: '' }), false],
  ['a change of a seat', patchRows('seat', { ownN: 0 }, { ...stream, side: '', actor: '' }), false],
  ['a change of a message', patchRows('message', { removed: true }, { ...stream, n: 0 }), false],
  ['a link removed', removeRows('link', { ...stream, type: '', record: '' }), false],
  ['a label removed', removeRows('label', { ...stream, label: '' }), false],
  ['words of an event removed', removeTerms, false],
  ['words of a conversation removed', removeTermsOf, false],
  ...erased.flatMap((of) => [
    [`words erased, ${of}`, eraseTerms(of), false] as const,
    [`hashes erased, ${of}`, eraseHashes(of), false] as const,
    [`texts erased, ${of}`, erasePersonal(of), false] as const,
    [`hashes erased on a conversation, ${of}`, eraseHashesOn[of], false] as const,
  ]),
  ['receipts forgotten', forgetSome, true],
]

/** One row, whose place another step of the statement found by its key: the tenant is that step's. */
const found = (step: Step): boolean => step['Node Type'] === 'Tid Scan'

const run = (): void => {
  test.each(statements)('%s', async (_, sql, answers) => {
    const steps = await explaining(client, `"${schema}"`).explained(sql, undefined, answers)
    expect(straying(steps.filter((step) => !found(step)))).toEqual([])
    // A place is looked up once for each row that was given, never for each row of a table.
    if (/ = w\.place\b/u.test(sql)) {
      const [join] = steps.filter(({ Plans }) => Plans?.some(found) === true)
      expect(join?.['Node Type']).toBe('Nested Loop')
      expect(join?.Plans?.[1]?.['Node Type']).toBe('Tid Scan')
    }
  })
}

describe('while the tables are empty, what is written goes by keys of one tenant', run)
describe('when the tables are full, what is written goes by keys of one tenant', () => {
  beforeAll(async () => {
    await filled(client, database.url, schema)
  })
  run()
})
