import { conditionsIn, type Viewer } from '@colloquy/core/storage'
import { dialect } from '../sql/dialect.ts'

export const { never } = dialect
export const { accessTo, filterTest, hiddenTo, isUnread, laterFrom, unreadCount, viewTest, viewTestIn } =
  conditionsIn(dialect)

/** One row where a viewer sees an open conversation of a customer that was created later. */
export const laterOpen = (viewer: Viewer): string =>
  `select 1 from ${laterFrom(viewer, '@customer', '@created')} limit 1`
