import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from './Actor.ts'
import { sideOf } from './Actor.ts'
import type { RecordAnswer } from './Command.ts'
import type { RecordRef } from './Ids.ts'
import { recordKey } from './Ids.ts'
import type { Refusal } from './Rejection.ts'
import { contextTypeUnsupported, recordUnknown } from './Rejection.ts'

/**
 * Whether somebody may name a record, wherever a record is named: in a command, a filter, a list. Staff name those that
 * the host knows. A customer names what is granted or shown to them, or what the host allows them; what is absent,
 * somebody else's, hidden or of no registered type is one answer, so that nobody learns by naming what there is.
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

/** What is known of a record whose type the host did not register. */
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
