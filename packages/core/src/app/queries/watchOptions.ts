import * as E from 'fp-ts/lib/Either.js'
import type { ConversationId } from '../../conversation/Ids.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { invalidCursor } from '../../conversation/Rejection.ts'
import type { Asking } from './Asking.ts'
import { conversationId } from './Asking.ts'
import type { Decode } from './input.ts'
import { fieldsOf, text } from './input.ts'
import { tokenLimit } from './walks.ts'

/** What a watch is asked for. Null: all conversations, and from now on. */
export type WatchInput = { readonly conversationId: ConversationId | null; readonly from: string | null }

const unlessAbsent =
  <A>(decode: Decode<A>): Decode<A | null> =>
  (value, field) =>
    value === undefined ? E.right(null) : decode(value, field)

/** What a page of the past bears to go on from is null, and nothing goes on from there. */
const token: Decode<string> = (value, field) =>
  value === null ? E.left(invalidCursor) : text(tokenLimit)(value, field)

/** `{ conversationId, from }`, or nothing. */
export const watchInput = (asking: Asking, options: unknown): E.Either<Rejection, WatchInput> =>
  fieldsOf({ conversationId: unlessAbsent(conversationId(asking)), from: unlessAbsent(token) })(
    options,
    'options',
  )
