import fc from 'fast-check'
import { expect, test } from 'vitest'
import { follow } from '../../../conformance/src/oracle/follow.ts'
import { memory } from '../../src/memory/memory.ts'
import { batches, histories, made, parameters, patience } from './support.ts'

test('every query is what the events say, after every batch, and rows are what folding gives', { timeout: patience }, async () => {
  const tally = new Map<string, number>()
  const property = fc.asyncProperty(histories(), batches, async (numbers, sizes) => {
    await follow({ storages: [memory()], history: made(numbers), batches: sizes, tally })
  })
  await fc.assert(property, parameters(150))
  console.info([...tally].map(([what, times]) => `${what} ${times}`).sort().join('\n'))
  expect(seldom(tally)).toEqual([])
})

/** What every suite of random histories must have come across. */
const wanted = [
  'deferred',
  'unchanged',
]
const seldom = (tally: ReadonlyMap<string, number>): ReadonlyArray<string> =>
  wanted.filter((what) => !tally.has(what))
