import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { rules } from '../../../conformance/src/oracle/cast.ts'
import { checkHistory } from '../../../conformance/src/oracle/checkHistory.ts'
import { historyOf } from '../../../conformance/src/oracle/random/historyOf.ts'
import type { Tally } from '../../../conformance/src/oracle/Tally.ts'
import { count } from '../../../conformance/src/oracle/Tally.ts'
import { handle, isSettled } from '../../src/app/handle.ts'
import { forms } from '../../src/conversation/EventForms.ts'
import { memory } from '../../src/memory/memory.ts'
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

test('histories like these come across every event and every refusal', async () => {
  const tally: Tally = new Map()
  for (let n = 0; n < 250; n++) {
    const steps = Array.from({ length: 60 }, (_, at) => n * 7919 + at * 104_729)
    const store = memory()
    for (const command of historyOf(n % rules.length, steps).commands) {
      const batch = handle([command])
      const committed = await store.commit(batch.needs, batch.settle)()
      const [outcome] = E.isRight(committed) ? batch.outcomes(committed.right) : []
      if (outcome === undefined || !isSettled(outcome)) throw new Error('a single command was not settled')
      if (E.isLeft(outcome)) count(tally, outcome.left._tag)
      else for (const { event } of outcome.right.events) count(tally, event.type)
    }
  }
  const wanted = [...refusals, ...Object.keys(forms)]
  console.info(wanted.map((what) => `${what} ${tally.get(what) ?? 0}`).join(', '))
  expect(wanted.filter((what) => !tally.has(what))).toEqual([])
})
