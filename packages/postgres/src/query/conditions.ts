import { accessIn, conditionsIn, happeningIn, type Viewer } from '@colloquy/core/storage'
import { dialect } from '../sql/dialect.ts'

export const { never } = dialect
export const { accessTo, laterFrom } = accessIn(dialect)
export const happens = happeningIn(dialect)
export const { filterTest, hiddenTo, isUnread, unreadCount, unreadOf, viewTest, viewTestIn } =
  conditionsIn(dialect)

/** One row, if the viewer sees a later, open conversation of a customer. */
export const laterOpen = (viewer: Viewer): string =>
  `select json_build_array(1) as row from ${laterFrom(viewer, '@customer', '@created')} limit 1`
