import * as E from 'fp-ts/lib/Either.js'
import type { RecordRef } from '../../conversation/Ids.ts'
import { recordKey } from '../../conversation/Ids.ts'
import { mayName } from '../../conversation/naming.ts'
import type { Decoder } from '../../kernel/decoding/Decoder.ts'
import { map } from '../../kernel/decoding/Decoder.ts'
import { record } from '../decoders.ts'
import type { Inquiry } from '../Inquiry.ts'
import { done } from '../Inquiry.ts'
import type { Filter } from '../../projections/seen/Query.ts'
import type { QueryContext } from './QueryContext.ts'

/** A named record before its check: the storage is not asked about it before the viewer may name it. */
export type GivenRecord = { readonly given: RecordRef }
/** A filter with its unchecked record. */
export type GivenFilter = Omit<Filter, 'record'> & { readonly record?: GivenRecord }

export const givenRecord: Decoder<GivenRecord, RecordRef> = map(record, (given) => ({ given }))

/**
 * Continues with records that the viewer may name; one that they may not name refuses the query. Staff may name any.
 */
export const withRecords = <B>(
  context: QueryContext,
  named: ReadonlyArray<GivenRecord>,
  next: (records: ReadonlyArray<RecordRef>) => Inquiry<B>,
): Inquiry<B> => {
  const records = named.map(({ given }) => given)
  if (!context.isCustomer || records.length === 0) return next(records)
  return {
    _tag: 'Named',
    records,
    viewer: context.viewer,
    next: (answers) => {
      const refused = records
        .map((record) => mayName(context.actor, record, answers.get(recordKey(record)) ?? null))
        .find(E.isLeft)
      return refused === undefined ? next(records) : done(refused)
    },
  }
}

/** The same for a filter's record. */
export const withFilter = <B>(
  context: QueryContext,
  { record, ...filter }: GivenFilter,
  next: (filter: Filter) => Inquiry<B>,
): Inquiry<B> =>
  withRecords(context, record === undefined ? [] : [record], ([named]) =>
    next(named === undefined ? filter : { ...filter, record: named }),
  )
