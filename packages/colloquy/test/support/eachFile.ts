// Runs for each test file, also where a worker takes one after the other and keeps the modules of those before.
import { afterAll } from 'vitest'
import { leavePostgres } from './postgres.ts'

afterAll(leavePostgres)
