import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ConversationId } from '../../conversation/Ids.ts'
import type { Rejection } from '../../conversation/Rejection.ts'
import { invalidCursor } from '../../conversation/Rejection.ts'
import { orNull, partial } from '../../kernel/decoding/Decoder.ts'
import { token } from '../../kernel/decoding/texts.ts'
import { conversationId } from '../decoders.ts'
import type { QueryContext } from './QueryContext.ts'
import { decodeOptions } from './QueryContext.ts'

/** The options of a watch. Null: all conversations, and from now on. */
export type WatchInput = { readonly conversationId: ConversationId | null; readonly from: string | null }

const options = partial({ conversationId, from: orNull(token) })

/** `{ conversationId, from }`, or nothing. */
export const watchInput = (context: QueryContext, given: unknown): E.Either<Rejection, WatchInput> =>
  pipe(
    decodeOptions(context, options, given),
    E.chain(({ conversationId = null, from }) =>
      // A page of the past has null in place of a token, and `watch` cannot continue from it.
      from === null ? E.left<Rejection>(invalidCursor) : E.right({ conversationId, from: from ?? null }),
    ),
  )
