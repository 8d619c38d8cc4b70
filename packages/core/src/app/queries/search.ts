import * as E from 'fp-ts/lib/Either.js'
import type { Rejection } from '../../conversation/Rejection.ts'
import { expected, forbidden, invalidCursor, invalidInput } from '../../conversation/Rejection.ts'
import type { Listed, Match } from '../../projections/seen/Query.ts'
import { phoneQuery } from '../../projections/rows/phones.ts'
import { queryTerms } from '../../projections/rows/terms.ts'
import { maybe, object, orElse } from '../../kernel/decoding/Decoder.ts'
import { text } from '../../kernel/decoding/texts.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask, done } from '../Inquiry.ts'
import type { SearchPage } from './answers.ts'
import type { QueryContext } from './QueryContext.ts'
import { decodeOptions, withInput } from './QueryContext.ts'
import { withContinuations } from './continuations.ts'
import { refusal, sortOf, viewNamed } from './listing.ts'
import { withFilter } from './naming.ts'
import { pageFields } from './inbox.ts'
import { pageOf } from './lists.ts'
import type { Shape, Shown } from './Shape.ts'

/** Conversations in which every search word is the prefix of a word in one message or in the subject, newest first. */
export const search =
  <S extends Shown>(context: QueryContext, shape: Shape<S>) =>
  (options: unknown): Inquiry<SearchPage<S>> =>
    withInput(
      context,
      () => decodeOptions(context, optionsOf(context), options),
      ({ view, filter: given, sort, limit, cursor, ...fields }) => {
        const match = matchOf(context, fields)
        if (E.isLeft(match)) return done(match)
        const refused = refusal(context, view)
        if (refused !== null) return done(E.left(refused))
        const order = sort === null ? sortOf('all', null) : sortOf(view, sort)
        const walk = { name: 'search', view, sort: order, match: match.right, limit, cursor }
        return withFilter(context, given, (filter) => {
          if (findsNothing(match.right)) {
            return done(cursor === null ? E.right({ rows: [], next: null }) : E.left(invalidCursor))
          }
          return pageOf(context, { ...walk, filter, changedSince: null }, ({ listed, next }) =>
            withMessages(context, shape, listed, (rows) => done(E.right({ rows, next }))),
          )
        })
      },
    )

const optionsOf = (context: QueryContext) => {
  const { changedSince: _none, ...page } = pageFields(context)
  const field = maybe(text('search'))
  return object({ text: field, participant: field, phone: field, view: orElse(viewNamed, 'all'), ...page })
}

type SearchFields = {
  readonly text: string | null
  readonly participant: string | null
  readonly phone: string | null
}

const matchOf = (context: QueryContext, fields: SearchFields): E.Either<Rejection, Match> => {
  if (fields.phone !== null && context.isCustomer) return E.left(forbidden(null))
  const words = fields.text === null ? null : queryTerms(fields.text)
  const names = fields.participant === null ? null : queryTerms(fields.participant)
  const phone = fields.phone === null ? null : phoneQuery(fields.phone)
  if (fields.phone !== null && phone === null)
    return E.left(invalidInput('phone', 4, 'the last 4 digits of a number, or more'))
  if (fields.text?.trim() === '') return E.left(expected('text', 'what to look for'))
  if (fields.participant?.trim() === '') return E.left(expected('participant', 'the beginning of a name'))
  if (words === null && names === null && phone === null)
    return E.left(expected('text', 'what to look for, or a participant or phone beside it'))
  return E.right({ text: words, participant: names, phone })
}

/** A text of symbols alone has no words, and so matches nothing. */
const findsNothing = ({ text, participant }: Match): boolean =>
  text?.length === 0 || participant?.length === 0

type Row<S extends Shown> = SearchPage<S>['rows'][number]

/** Reads the matching message of each conversation as the timeline shows it. */
const withMessages = <S extends Shown, A>(
  context: QueryContext,
  shape: Shape<S>,
  listed: ReadonlyArray<Listed>,
  next: (rows: ReadonlyArray<Row<S>>) => Inquiry<A>,
): Inquiry<A> =>
  withContinuations(
    context,
    listed.map(({ summary }) => summary),
    (summaries) => {
      const from = (index: number, rows: ReadonlyArray<Row<S>>): Inquiry<A> => {
        const [summary, match] = [summaries[index], listed[index]?.match ?? null]
        if (summary === undefined) return next(rows)
        const add = (message: S['message'] | null) =>
          from(index + 1, [...rows, { ...shape.conversation(summary), match: message }])
        if (match === null) return add(null)
        return ask(
          {
            _tag: 'Timeline',
            conversation: summary.conversation.conversation,
            from: { around: match },
            limit: 1,
            only: null,
            events: false,
          },
          context.viewer,
          (timeline) => {
            const message = timeline?.messages.find(({ row }) => row.id === match)
            return add(message === undefined ? null : shape.message(message))
          },
        )
      }
      return from(0, [])
    },
  )
