import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkHistory } from '@colloquy/test-support/oracle/checkHistory'
import type { Tally } from '@colloquy/test-support/oracle/Tally'
import { eventTypes } from '../../src/conversation/events.ts'
import { memory } from '../../src/memory/memory.ts'
import { commandTags, meet, pairOf } from './met.ts'
import { batches, histories, made, parameters, patience } from './support.ts'

test('every query is what the events say, after every batch, and rows are what folding gives', {
  timeout: patience,
}, async () => {
  const tally: Tally = new Map()
  const property = fc.asyncProperty(histories(), batches, async (numbers, sizes) => {
    await checkHistory({ storages: [memory()], history: made(numbers), batches: sizes, tally })
  })
  await fc.assert(property, parameters(100))
  console.info(
    [...tally]
      .map(([what, times]) => `${what} ${times}`)
      .sort()
      .join(', '),
  )
})

/** The refusals that a decision can come to; the others are made before it, of input that can't be decoded. */
const refusals = [
  'AlreadyAssigned',
  'ConfirmationRequired',
  'ContextTypeUnsupported',
  'ConversationClosed',
  'ConversationLocked',
  'CreationNotAllowed',
  'CustomerInInternal',
  'DuplicateId',
  'FeatureDisabled',
  'FieldRequired',
  'Forbidden',
  'IdempotencyConflict',
  'InvalidInput',
  'InvalidTarget',
  'IsCustomer',
  'MustBeClosed',
  'NotFound',
  'NotLinked',
  'NotPicked',
  'PostAsForbidden',
  'RecordUnknown',
  'StillAssigned',
  'VisibilityExceedsConversation',
]

test('histories like these come across every event and every refusal, most pairs of commands, and shared ids', async () => {
  const { single, pairs, ids } = await meet(250, 60)
  const wanted = [...refusals, ...eventTypes]
  console.info(wanted.map((what) => `${what} ${single.get(what) ?? 0}`).join(', '))
  expect(wanted.filter((what) => !single.has(what))).toEqual([])
  const all = commandTags.flatMap((first) => commandTags.map((second) => pairOf(first, second)))
  const never = all.filter((pair) => !pairs.has(pair))
  console.info(`${pairs.size} of ${all.length} pairs of commands met; never: ${never.join('; ')}`)
  // Not all can be: nothing follows a removal, and what follows a record is on no conversation.
  expect(pairs.size).toBeGreaterThan(800)
  expect(ids.get('again')).toBeGreaterThan(100)
  expect(ids.get('of another actor')).toBeGreaterThan(100)
})
