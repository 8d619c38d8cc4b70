import * as E from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { migrationStatements, postgres } from '../src/index.ts'
import { needed } from '../src/schema.ts'

const changed = (change: (url: URL) => void): string => {
  const url = new URL(inject('postgresUrl'))
  change(url)
  return url.href
}

/** Connection strings that lead nowhere, and what is said of each. */
const wrong: ReadonlyArray<readonly [string, () => string, RegExp]> = [
  ['a port at which nobody listens', () => changed((url) => (url.port = '1')), /ECONNREFUSED.*server up/u],
  ['a database that is not there', () => changed((url) => (url.pathname = '/nowhere')), /3D000/u],
  ['a user that is not known', () => changed((url) => (url.username = 'nobody-here')), /user.*28000/u],
  ['TLS that the server does not speak', () => `${inject('postgresUrl')}?sslmode=require`, /TLS.*sslmode/u],
  ['a port that is none', () => 'postgres://postgres@127.0.0.1:99999/postgres', /port|connection string/u],
]

test.each(wrong)('%s: an error that says what to do', async (_, url, detail) => {
  const storage = postgres({ connectionString: url(), connections: 1 })
  expect(await storage.migrate()).toEqual(
    E.left({ _tag: 'Unavailable', retryAfter: 1000, detail: expect.stringMatching(detail) }),
  )
  await storage.close()
})

test('a pool that the host has ended: an error that says what to do', async () => {
  const pool = new pg.Pool({ connectionString: inject('postgresUrl') })
  await pool.end()
  const storage = postgres({ pool })
  expect(await storage.heads()).toMatchObject({ left: { detail: expect.stringContaining('was ended') } })
  await storage.close()
})

test('statements from a version that this code does not know are not printed', () => {
  for (const from of [needed + 1, -1, 0.5]) expect(() => migrationStatements({ from })).toThrow(RangeError)
})
