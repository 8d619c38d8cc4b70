import * as E from 'fp-ts/lib/Either.js'
import type { RecordRef } from '../../conversation/Ids.ts'
import { forbidden, invalidCursor } from '../../conversation/Rejection.ts'
import { list } from '../../kernel/decoding/Decoder.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import type { RecordPage } from './answers.ts'
import type { Asking } from './Asking.ts'
import { decodeAs, decodeOptions, withInput } from './Asking.ts'
import { givenRecord, withRecords } from './naming.ts'
import type { Shape, Shown } from './Shape.ts'
import { cursorOptions, openCursor, sealCursor, walkOf } from './walks.ts'

const atOnce = 200

/** How many conversations are linked to each of the records, in the order named. */
export const countsFor =
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (records: unknown): Inquiry<ReadonlyArray<S['counts'] & { readonly record: RecordRef }>> =>
    withInput(
      asking,
      () => decodeAs(asking, 'records', list(givenRecord, atOnce), records),
      (given) =>
        withRecords(asking, given, (named) =>
          named.length === 0
            ? done(E.right([]))
            : ask({ _tag: 'Counts', records: named }, asking.viewer, (counts) =>
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

/** Records with a conversation that waits for an answer: for staff. */
export const unansweredRecords =
  (asking: Asking) =>
  (page: unknown): Inquiry<RecordPage> =>
    withInput(
      asking,
      () => decodeOptions(asking, cursorOptions, page),
      ({ limit, cursor }) => {
        if (asking.isCustomer) return done(E.left(forbidden(null)))
        const walk = walkOf(asking, ['unansweredRecords'])
        const place = cursor === null ? null : openCursor(asking, walk, 2, cursor)
        if (cursor !== null && place === null) return done(E.left(invalidCursor))
        const after = place === null ? null : { type: String(place[0]), id: String(place[1]) }
        return ask({ _tag: 'UnansweredRecords', after, limit: limit + 1 }, asking.viewer, (found) => {
          const records = found.slice(0, limit)
          const last = records.at(-1)
          const more = found.length > limit && last !== undefined
          return done(
            E.right({ records, next: more ? sealCursor(asking, walk, [last.type, last.id]) : null }),
          )
        })
      },
    )
