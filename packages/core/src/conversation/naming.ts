import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from './Actor.ts'
import { sideOf } from './Actor.ts'
import type { RecordAnswer } from './Command.ts'
import type { RecordRef } from './Ids.ts'
import { recordKey } from './Ids.ts'
import type { Refusal } from './Rejection.ts'
import { contextTypeUnsupported, recordUnknown } from './Rejection.ts'

/**
 * Whether an actor may name a record, in a command, a filter or a list. Staff may name records that the host knows;
 * customers those granted or shown to them, or allowed by the host. Every refusal to a customer is the same, so that
 * naming records reveals nothing about them.
 */
export const mayName = (
  actor: Actor,
  record: RecordRef,
  answer: RecordAnswer | null,
): E.Either<Refusal<'ContextTypeUnsupported' | 'RecordUnknown'>, void> => {
  const isStaff = sideOf(actor.kind) === 'staff'
  if (answer === null || !answer.supported) return E.left(isStaff ? contextTypeUnsupported : recordUnknown)
  const allowed = answer.known || (!isStaff && (answer.shown || isGranted(actor, record)))
  return allowed ? E.right(undefined) : E.left(recordUnknown)
}

/** The answer for a record of an unregistered type. */
export const unregistered: RecordAnswer = {
  supported: false,
  startable: false,
  customerVisible: false,
  known: false,
  shown: false,
  title: null,
}

const isGranted = (actor: Actor, record: RecordRef): boolean => {
  const key = recordKey(record)
  return actor.records.some((one) => recordKey(one) === key)
}
