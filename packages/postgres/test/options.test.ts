import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { postgres } from '../src/index.ts'

/** What plain JavaScript might give, whatever the types say. */
const given = (options: unknown): Parameters<typeof postgres>[0] => options as Parameters<typeof postgres>[0]

// Nothing connects: no address of these is ever asked.
const connectionString = 'postgres://nobody@localhost:1/nowhere'
const pool = new pg.Pool({ connectionString })
afterAll(() => pool.end())

describe('an option that can’t be right is a TypeError at once', () => {
  it.for([
    ['no options', undefined, /connectionString, connections, pool/],
    ['neither address nor pool', {}, /connectionString: give one like/],
    ['an address that is not set', { connectionString: undefined }, /connectionString/],
    ['null for an address', { connectionString: null }, /connectionString/],
    ['an empty address', { connectionString: '' }, /connectionString/],
    ['a blank address', { connectionString: ' ' }, /connectionString/],
    ['a URL for an address', { connectionString: new URL(connectionString) }, /connectionString/],
    ['a pool that is not set', { pool: undefined }, /pool: give a Pool of pg/],
    ['an address for a pool', { pool: connectionString }, /pool: give a Pool/],
    ['a client for a pool', { pool: new pg.Client({ connectionString }) }, /a single client is none/],
    ['both', { connectionString, pool }, /not both/],
    ['how many of a pool of one’s own', { pool, connections: 3 }, /connections/],
    [
      'an option that there is not',
      { connectionString, statmentTimeout: 5 },
      /no option statmentTimeout; there/,
    ],
    ['no connection', { connectionString, connections: 0 }, /connections: give a whole number/],
    ['half a connection', { connectionString, connections: 1.5 }, /connections/],
    ['a schema without a name', { connectionString, schema: '' }, /schema: give a name/],
    ['a schema of too long a name', { connectionString, schema: 'x'.repeat(64) }, /63 bytes/],
    ['no schema', { connectionString, schema: null }, /schema/],
    ['a word for yes', { connectionString, prepared: 'no' }, /prepared: give true or false/],
    ['a patience of no number', { connectionString, statementTimeout: Number.NaN }, /statementTimeout/],
    ['no patience, which the server takes for endless', { connectionString, lockTimeout: 0 }, /lockTimeout/],
    ['a text for a patience', { connectionString, lockTimeout: '100' }, /lockTimeout/],
  ] as const)('%s', ([, options, message]) => {
    expect(() => postgres(given(options))).toThrow(TypeError)
    expect(() => postgres(given(options))).toThrow(message)
  })
})
