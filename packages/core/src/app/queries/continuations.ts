import type { Summary } from '../../projections/seen/Query.ts'
import type { Inquiry } from '../Inquiry.ts'
import { ask } from '../Inquiry.ts'
import type { QueryContext } from './QueryContext.ts'

/**
 * Conversations whose continuation the viewer may see now, or that name none: what leads to another conversation asks
 * access of where it leads. One question for all of a page, and none where nothing on it was continued.
 */
export const withContinuations = <B>(
  context: QueryContext,
  summaries: ReadonlyArray<Summary>,
  next: (summaries: ReadonlyArray<Summary>) => Inquiry<B>,
): Inquiry<B> => {
  // Customers are shown none at all.
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
