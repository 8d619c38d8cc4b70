import * as E from 'fp-ts/lib/Either.js'
import type { RecordRef } from '../../conversation/Ids.ts'
import { forbidden, invalidCursor } from '../../conversation/Rejection.ts'
import { list } from '../../kernel/decoding/Decoder.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import type { RecordPage } from './answers.ts'
import type { QueryContext } from './QueryContext.ts'
import { decodeAs, decodeOptions, withInput } from './QueryContext.ts'
import { givenRecord, withRecords } from './naming.ts'
import type { Shape, Shown } from './Shape.ts'
import { cursorOptions, openCursor, sealCursor, walkOf } from './walks.ts'

const atOnce = 200

/** The numbers of conversations linked to each record, in the order named. */
export const countsFor =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (records: unknown): Inquiry<ReadonlyArray<S['counts'] & { readonly record: RecordRef }>> =>
    withInput(
      context,
      () => decodeAs(context, 'records', list(givenRecord, atOnce), records),
      (given) =>
        withRecords(context, given, (named) =>
          named.length === 0
            ? done(E.right([]))
            : ask({ _tag: 'Counts', records: named }, context.viewer, (counts) =>
                done(
                  E.right(
                    named.flatMap((record, i) => {
                      const counted = counts[i]
                      return counted === undefined ? [] : [{ ...shape.counts(counted), record }]
                    }),
                  ),
                ),
              ),
        ),
    )

/** Records with an unanswered conversation, for staff. */
export const unansweredRecords =
  (context: QueryContext) =>
  (page: unknown): Inquiry<RecordPage> =>
    withInput(
      context,
      () => decodeOptions(context, cursorOptions, page),
      ({ limit, cursor }) => {
        if (context.isCustomer) return done(E.left(forbidden(null)))
        const walk = walkOf(context, ['unansweredRecords'])
        const place = cursor === null ? null : openCursor(context, walk, 2, cursor)
        if (cursor !== null && place === null) return done(E.left(invalidCursor))
        const after = place === null ? null : { type: String(place[0]), id: String(place[1]) }
        return ask({ _tag: 'UnansweredRecords', after, limit: limit + 1 }, context.viewer, (found) => {
          const records = found.slice(0, limit)
          const last = records.at(-1)
          const more = found.length > limit && last !== undefined
          return done(
            E.right({ records, next: more ? sealCursor(context, walk, [last.type, last.id]) : null }),
          )
        })
      },
    )
