import type { Summary } from '../../projections/seen/Query.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask } from '../Inquiry.ts'
import type { QueryContext } from './QueryContext.ts'

/**
 * Conversations without the links to continuations that the viewer may not see. One query for all of a page; none where
 * no conversation has a continuation.
 */
export const withContinuations = <B>(
  context: QueryContext,
  summaries: ReadonlyArray<Summary>,
  next: (summaries: ReadonlyArray<Summary>) => Inquiry<B>,
): Inquiry<B> => {
  // Customers are never shown a continuation.
  const ids = context.isCustomer
    ? []
    : [...new Set(summaries.flatMap(({ conversation }) => conversation.forkedTo ?? []))]
  if (ids.length === 0) return next(summaries)
  return ask({ _tag: 'Conversations', ids }, context.viewer, (found) => {
    const seen = new Set(found.map(({ conversation }) => conversation.conversation))
    return next(
      summaries.map((summary) => {
        const { forkedTo } = summary.conversation
        return forkedTo === null || seen.has(forkedTo)
          ? summary
          : { ...summary, conversation: { ...summary.conversation, forkedTo: null } }
      }),
    )
  })
}
