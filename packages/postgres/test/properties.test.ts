import { memory } from '@colloquy/core/memory'
import { newDatabase, type TestDatabase } from '@colloquy/test-support/databases'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { checkHistory } from '@colloquy/test-support/oracle/checkHistory'
import { batches, histories, made, parameters, patience } from '../../core/test/properties/support.ts'
import { postgres } from '../src/index.ts'
import { needed } from '../src/schema.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  pool = new pg.Pool({ connectionString: database.url, max: 1, pipeline: true, options: settings })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

// As a pool of the storage's own has it: there are many statements, and each is planned once.
const settings = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off'

test('memory and Postgres answer alike, and as the events say, after every batch', {
  timeout: patience,
}, async () => {
  const property = fc.asyncProperty(histories(), batches, async (numbers, sizes) => {
    // One schema for all histories, so that its plans are made once.
    await pool.query('drop schema if exists colloquy cascade')
    const server = postgres({ pool })
    expect(await server.migrate()).toEqual(E.right(needed))
    await checkHistory({
      storages: [memory(), server],
      history: made(numbers),
      batches: sizes,
      tally: new Map(),
    })
  })
  await fc.assert(property, parameters(4))
})
