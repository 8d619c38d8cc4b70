import { newDatabase } from '@colloquy/test-support/databases'
import pg from 'pg'
import { expect, inject, test } from 'vitest'

test('a pool that has just ended is no obstacle to dropping its database, and hears of nothing', async () => {
  const database = await newDatabase(inject('postgresUrl'))
  const pool = new pg.Pool({ connectionString: database.url })
  const errors: Array<Error> = []
  pool.on('error', (error) => errors.push(error))
  await Promise.all(Array.from({ length: 5 }, () => pool.query('select 1')))
  await pool.end()
  await database.drop()
  expect(errors).toEqual([])
})
