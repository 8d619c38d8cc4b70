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
import type { Asking } from './Asking.ts'
import { withContinuations } from './continuations.ts'
import { decodeAs, decodeOptions, withInput } from './Asking.ts'
import type { GivenSort } from './listing.ts'
import { filterFor, refusal, sortFor, sortOf, viewNamed } from './listing.ts'
import { pageOf } from './lists.ts'
import type { GivenFilter } from './naming.ts'
import { givenRecord, withFilter, withRecords } from './naming.ts'
import type { Shape, Shown } from './Shape.ts'
import { cursor, rows } from './walks.ts'

/** What every list takes: how many, from where, which, and in what order. */
export const pageFields = (asking: Asking) => ({
  filter: filterFor(asking),
  sort: sortFor(asking),
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
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (options: unknown): Inquiry<InboxPage<S>> =>
    withInput(
      asking,
      () => decodeOptions(asking, object({ view: viewNamed, ...pageFields(asking) }), options),
      (input) => {
        const refused = refusal(asking, input.view)
        if (refused !== null) return done(E.left(refused))
        return withFilter(asking, input.filter, (filter) =>
          rowsOf(asking, shape, 'inbox', input.view, { ...input, filter }),
        )
      },
    )

/** A page of a list that is by a record or customer already: a second one in its filter would hold for nothing. */
const pageWithout = (
  field: 'record' | 'customer',
  asking: Asking,
  page: unknown,
): E.Either<Rejection, PageInput> =>
  pipe(
    decodeOptions(asking, object(pageFields(asking)), page),
    E.filterOrElseW(
      ({ filter }) => filter[field] === undefined,
      () => expected(`filter.${field}`, 'left out: the list is of one already'),
    ),
  )

/** A page of the conversations linked to a record now. */
export const forRecord =
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (record: unknown, page: unknown): Inquiry<InboxPage<S>> =>
    withInput(
      asking,
      () => {
        const named = decodeAs(asking, 'record', givenRecord, record)
        if (E.isLeft(named)) return named
        return pipe(
          pageWithout('record', asking, page),
          E.map((input) => ({ named: named.right, input })),
        )
      },
      ({ named, input }) =>
        withFilter(asking, input.filter, (filter) =>
          withRecords(asking, [named], ([linked]) =>
            rowsOf(asking, shape, 'forRecord', 'all', {
              ...input,
              filter: linked === undefined ? filter : { ...filter, record: linked },
            }),
          ),
        ),
    )

/** A page of a customer's conversations: for staff. */
export const forCustomer =
  <S extends Shown>(asking: Asking, shape: Shape<S>) =>
  (customer: unknown, page: unknown): Inquiry<InboxPage<S>> =>
    withInput(
      asking,
      () => {
        const named = decodeAs(asking, 'customer', actorId, customer)
        if (E.isLeft(named)) return named
        return pipe(
          pageWithout('customer', asking, page),
          E.map((input) => ({ ...input, filter: { ...input.filter, customer: named.right } })),
        )
      },
      (input) =>
        asking.isCustomer
          ? done(E.left(forbidden(null)))
          : withFilter(asking, input.filter, (filter) =>
              rowsOf(asking, shape, 'forCustomer', 'all', { ...input, filter }),
            ),
    )

const rowsOf = <S extends Shown>(
  asking: Asking,
  shape: Shape<S>,
  name: string,
  view: View,
  { filter, sort, limit, cursor, changedSince }: Omit<PageInput, 'filter'> & { readonly filter: Filter },
): Inquiry<InboxPage<S>> =>
  pageOf(
    asking,
    { name, view, filter, sort: sortOf(view, sort), match: null, limit, cursor, changedSince },
    ({ listed, ...page }) =>
      withContinuations(
        asking,
        listed.map(({ summary }) => summary),
        (summaries) => {
          const rows = summaries.map(view === 'teamInbox' ? shape.teamConversation : shape.conversation)
          return done(E.right({ rows, ...page }))
        },
      ),
  )
