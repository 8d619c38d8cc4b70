import * as E from 'fp-ts/lib/Either.js'
import type { Actor } from './Actor.ts'
import { sideOf } from './Actor.ts'
import type { Command, CommandOf, CommandTag, RecordAnswer } from './Command.ts'
import type { RecordRef } from './Ids.ts'
import { recordKey } from './Ids.ts'
import type { Rejection } from './Rejection.ts'
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
): E.Either<Rejection, void> => {
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

type Named<C> = {
  readonly [Field in keyof C]: C[Field] extends RecordRef | null | ReadonlyArray<RecordRef> ? Field : never
}[keyof C]
/** The commands that name a record: one that is not told of here does not compile. */
type Naming = { [Tag in CommandTag]: Named<CommandOf<Tag>> extends never ? never : Tag }[CommandTag]

const namedBy: { readonly [Tag in Naming]: (command: CommandOf<Tag>) => ReadonlyArray<RecordRef> } = {
  StartConversation: ({ source, contexts }) => (source === null ? contexts : [source, ...contexts]),
  LinkRecord: ({ record }) => [record],
  UnlinkRecord: ({ record }) => [record],
  FollowRecord: ({ record }) => [record],
  UnfollowRecord: ({ record }) => [record],
}

/** The records that a command names. */
export const recordsNamed = (command: Command): ReadonlyArray<RecordRef> => {
  // The entry is of the command's own tag, which the compiler does not follow.
  const named = Object.hasOwn(namedBy, command._tag) ? namedBy[command._tag as Naming] : null
  return named === null ? [] : (named as (command: Command) => ReadonlyArray<RecordRef>)(command)
}
