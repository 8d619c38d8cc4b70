import {
  type Message,
  ordinalColumn,
  personalIn,
  type Query,
  recordedAt,
  remembered,
  tableColumns,
  textIn,
  type Timeline,
  type Viewer,
  viewerValues,
} from '@colloquy/core/storage'
import type { Row, Values } from '../Connection.ts'
import { rowAt } from '../rows.ts'
import { type TimelineShape, timeline as timelineSql } from '../sql/timeline.ts'
import { hiddenTo } from './conditions.ts'
import type { StatementQuery } from './StatementQuery.ts'
import { summaryAt, summaryColumns, visibleOne } from './summaries.ts'

type TimelineQuery = Extract<Query, { _tag: 'Timeline' }>

/**
 * A page of messages as the viewer sees them; null without access, or around a message that the viewer does not see.
 */
export const timeline = (query: TimelineQuery, viewer: Viewer): StatementQuery<Timeline | null> => ({
  ...statement(query, viewer),
  answer: ([row]) => {
    if (row === undefined) return null
    const [summary, before, since, taken, beyond, events] = row
    return {
      summary: summaryAt(rowsIn(summary), viewer),
      ...pageOf(query, rowsIn(before), rowsIn(since), Number(taken), beyond === true),
      events: rowsIn(events).map((event) => recordedAt(rowsIn(event))),
    }
  },
})

const rowsIn = (value: unknown): Row => (Array.isArray(value) ? value : [])

/** The statement of a page. */
export const statement = (
  query: TimelineQuery,
  viewer: Viewer,
): { readonly sql: string; readonly values: Values } => {
  const { conversation, limit, only, events } = query
  const { start, values } = startOf(query)
  const shape = { n: ordinalColumn(viewer), start, only: only !== null, events }
  return {
    sql: textOf(shape)(viewer),
    values: { ...viewerValues(viewer), conversation, limit, only, ...values },
  }
}

const startOf = ({
  from,
}: TimelineQuery): { readonly start: TimelineShape['start']; readonly values: Values } => {
  if (from === 'end') return { start: 'end', values: {} }
  if ('before' in from) return { start: 'before', values: { from: from.before } }
  if ('after' in from) return { start: 'after', values: { from: from.after } }
  return { start: 'around', values: { around: from.around } }
}

const texts = new Map<string, (viewer: Viewer) => string>()

const textOf = (shape: TimelineShape): ((viewer: Viewer) => string) => {
  const key = `${shape.n} ${shape.start} ${shape.only} ${shape.events}`
  const known = texts.get(key)
  if (known !== undefined) return known
  const made = remembered((viewer) =>
    timelineSql(shape, summaryColumns(viewer), hiddenTo, visibleOne(viewer)),
  )
  texts.set(key, made)
  return made
}

type Page = Pick<Timeline, 'messages' | 'older' | 'newer'>

/** A page from the messages before and after its place. `beyond`: whether there are more at its place. */
const pageOf = (
  { from, limit }: TimelineQuery,
  before: Row,
  since: Row,
  taken: number,
  beyond: boolean,
): Page => {
  const left = limit - taken
  const messages = [...before.slice(0, taken).reverse(), ...since.slice(0, left)].map(messageAt)
  const begins = from !== 'end' && 'after' in from
  const ends = from !== 'end' && 'before' in from
  return {
    messages,
    older: begins ? beyond : before.length > taken,
    newer: ends ? beyond : since.length > left,
  }
}

const textFrom = tableColumns.message.length

const messageAt = (value: unknown): Message => {
  const values = rowsIn(value)
  const row = rowAt('message', values)
  const [body, name, quotes] = values.slice(textFrom)
  return {
    row,
    body: textIn(personalIn(body), 'body'),
    authorName: textIn(personalIn(name), 'name'),
    replyTo: quotes === true ? row.replyTo : null,
  }
}
