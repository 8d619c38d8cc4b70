import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Rejection } from '../../conversation/Rejection.ts'
import { expected, forbidden } from '../../conversation/Rejection.ts'
import type { Filter, View } from '../../projections/seen/Query.ts'
import { object } from '../../kernel/decoding/Decoder.ts'
import { actorId } from '../decoders.ts'
import type { Inquiry } from '../Inquiry.ts'
import { done } from '../Inquiry.ts'
import type { InboxPage } from './answers.ts'
import type { QueryContext } from './QueryContext.ts'
import { withContinuations } from './continuations.ts'
import { decodeAs, decodeOptions, withInput } from './QueryContext.ts'
import type { GivenSort } from './listing.ts'
import { filterFor, refusal, sortFor, sortOf, viewNamed } from './listing.ts'
import { pageOf } from './lists.ts'
import type { GivenFilter } from './naming.ts'
import { givenRecord, withFilter, withRecords } from './naming.ts'
import type { Shape, Shown } from './Shape.ts'
import { cursor, rows } from './walks.ts'

/** The options of every list: limit, cursor, filter and sort. */
export const pageFields = (context: QueryContext) => ({
  filter: filterFor(context),
  sort: sortFor(context),
  limit: rows(50),
  cursor,
  changedSince: cursor,
})
type PageInput = {
  readonly filter: GivenFilter
  readonly sort: GivenSort | null
  readonly limit: number
  readonly cursor: string | null
  readonly changedSince: string | null
}

/** A page of a view. */
export const inbox =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (options: unknown): Inquiry<InboxPage<S>> =>
    withInput(
      context,
      () => decodeOptions(context, object({ view: viewNamed, ...pageFields(context) }), options),
      (input) => {
        const refused = refusal(context, input.view)
        if (refused !== null) return done(E.left(refused))
        return withFilter(context, input.filter, (filter) =>
          rowsOf(context, shape, 'inbox', input.view, { ...input, filter }),
        )
      },
    )

/** A page of a list by record or customer: the same filter is refused, because it would be ignored. */
const pageWithout = (
  field: 'record' | 'customer',
  context: QueryContext,
  page: unknown,
): E.Either<Rejection, PageInput> =>
  pipe(
    decodeOptions(context, object(pageFields(context)), page),
    E.filterOrElseW(
      ({ filter }) => filter[field] === undefined,
      () => expected(`filter.${field}`, 'left out: the list is of one already'),
    ),
  )

/** A page of the conversations linked to a record now. */
export const forRecord =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (record: unknown, page: unknown): Inquiry<InboxPage<S>> =>
    withInput(
      context,
      () => {
        const named = decodeAs(context, 'record', givenRecord, record)
        if (E.isLeft(named)) return named
        return pipe(
          pageWithout('record', context, page),
          E.map((input) => ({ named: named.right, input })),
        )
      },
      ({ named, input }) =>
        withFilter(context, input.filter, (filter) =>
          withRecords(context, [named], ([linked]) =>
            rowsOf(context, shape, 'forRecord', 'all', {
              ...input,
              filter: linked === undefined ? filter : { ...filter, record: linked },
            }),
          ),
        ),
    )

/** A page of a customer's conversations, for staff. */
export const forCustomer =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (customer: unknown, page: unknown): Inquiry<InboxPage<S>> =>
    withInput(
      context,
      () => {
        const named = decodeAs(context, 'customer', actorId, customer)
        if (E.isLeft(named)) return named
        return pipe(
          pageWithout('customer', context, page),
          E.map((input) => ({ ...input, filter: { ...input.filter, customer: named.right } })),
        )
      },
      (input) =>
        context.isCustomer
          ? done(E.left(forbidden(null)))
          : withFilter(context, input.filter, (filter) =>
              rowsOf(context, shape, 'forCustomer', 'all', { ...input, filter }),
            ),
    )

const rowsOf = <S extends Shown>(
  context: QueryContext,
  shape: Shape<S>,
  name: string,
  view: View,
  { filter, sort, limit, cursor, changedSince }: Omit<PageInput, 'filter'> & { readonly filter: Filter },
): Inquiry<InboxPage<S>> =>
  pageOf(
    context,
    { name, view, filter, sort: sortOf(view, sort), match: null, limit, cursor, changedSince },
    ({ listed, ...page }) =>
      withContinuations(
        context,
        listed.map(({ summary }) => summary),
        (summaries) => {
          const rows = summaries.map(view === 'teamInbox' ? shape.teamConversation : shape.conversation)
          return done(E.right({ rows, ...page }))
        },
      ),
  )
