import { messageEventTypes, selected } from '@colloquy/core/storage'
import { lateral } from './fenced.ts'
import { eventList } from './events.ts'

/** The ordinal of the viewer's audience. */
export type Ordinal = 'n' | 'customer_n'
/** The place of a page. */
export type Start = 'end' | 'before' | 'after' | 'around'

const versionOf = (n: Ordinal): string => (n === 'n' ? 'version' : 'customer_version')

const ofConversation = (m: string): string => `${m}.tenant = @tenant and ${m}.conversation = @conversation`

/** The condition of messages that the viewer sees and that pass the filter. */
const seen = (n: Ordinal, only: boolean): string =>
  `${ofConversation('m')} and m.${n} > 0 and m.${n} > h.hidden${only ? ' and m.visibility = @only' : ''}`

const personalAt = (version: string): string => `(select e.personal from colloquy_event e
    where ${ofConversation('e')} and e.reader = '' and e.version = ${version})`

/**
 * Messages beyond an ordinal, the nearest first, one more than a page has: `found` has their personal content, their
 * authors' names, and whether the viewer sees what they quote; `places`, their versions.
 */
const messages = (
  alias: string,
  n: Ordinal,
  beyond: string,
  only: boolean,
  direction: 'asc' | 'desc',
): string => `
cross join lateral (
  select coalesce(json_agg(json_build_array(${selected('message', 'm')},
    ${personalAt('m.body_version')},
    (select ${personalAt('a.name_version')} from colloquy_seat a
      where ${ofConversation('a')} and a.side = m.author_side and a.actor = m.author),
    m.reply_to is not null and exists (select 1 from colloquy_message r
      where ${ofConversation('r')} and r.id = m.reply_to and r.${n} > h.hidden)
    ) order by m.${n} ${direction}), '[]') as found,
    coalesce(array_agg(m.${versionOf(n)} order by m.${n} ${direction}), '{}') as places
  from (select * from colloquy_message m where ${seen(n, only)} ${beyond}
    order by m.${n} ${direction} limit @limit::integer + 1) m) ${alias}`

const nothing = (alias: string): string => `
cross join (values ('[]'::json, '{}'::integer[])) ${alias} (found, places)`

/** The version of the nearest message on the other side of the page's place; null without one. */
const near = (n: Ordinal, beyond: '>=' | '<=', only: boolean): string => `
left join lateral (select m.${versionOf(n)} as place from colloquy_message m
  where ${seen(n, only)} and m.${n} ${beyond} @from::bigint
  order by m.${n} ${beyond === '>=' ? 'asc' : 'desc'} limit 1) o on true`

const noneNear = `
cross join (values (null::integer)) o (place)`

/** The two halves of a page, and the nearest message beyond. */
const halves = (n: Ordinal, start: Start, only: boolean): string => {
  switch (start) {
    case 'end':
      return messages('b', n, '', only, 'desc') + nothing('f') + noneNear
    case 'before':
      return messages('b', n, `and m.${n} < @from::bigint`, only, 'desc') + nothing('f') + near(n, '>=', only)
    case 'after':
      return nothing('b') + messages('f', n, `and m.${n} > @from::bigint`, only, 'asc') + near(n, '<=', only)
    case 'around':
      return `
cross join ${lateral('colloquy_message', 'x', `${ofConversation('x')} and x.id = @around and x.${n} > h.hidden`)}
${messages('b', n, `and m.${n} < x.${n}`, only, 'desc')}${messages('f', n, `and m.${n} >= x.${n}`, only, 'asc')}${noneNear}`
  }
}

const pageSize = '@limit::integer'
const before = 'cardinality(b.places)'
const since = 'cardinality(f.places)'

/**
 * How many messages of a page lie before its place: half when it is taken around a message, and more where there are
 * not enough after.
 */
const taken = (start: Start): string =>
  start === 'around'
    ? `least(${before}, ${pageSize}, greatest(${pageSize} / 2, ${pageSize} - ${since}))`
    : start === 'after'
      ? '0'
      : `least(${before}, ${pageSize})`

/**
 * The versions after which and up to which a page has events; null for the head. So consecutive pages give each event
 * once.
 */
const bounds = (start: Start): { readonly after: string; readonly upTo: string } => {
  switch (start) {
    case 'end':
      return { after: 'b.places[t.taken + 1]', upTo: 'null' }
    case 'before':
      return {
        after: 'b.places[t.taken + 1]',
        upTo: 'case when o.place is not null then coalesce(b.places[1], 0) end',
      }
    case 'after':
      return {
        after: 'o.place',
        upTo: `case when ${since} > ${pageSize} then coalesce(f.places[${pageSize}], 0) end`,
      }
    case 'around':
      return {
        after: 'b.places[t.taken + 1]',
        upTo: `case when ${since} > ${pageSize} - t.taken then f.places[${pageSize} - t.taken] end`,
      }
  }
}

// Migration 1 creates a partial index with this condition: another type of message event needs another index.
const notMessages = `e.type not in (${messageEventTypes.map((type) => `'${type}'`).join(', ')})`

/** The other events of a page. */
const eventsBeside = (n: Ordinal, start: Start): string => {
  const version = versionOf(n)
  const { after, upTo } = bounds(start)
  return `(select coalesce(json_agg(json_build_array(${eventList}) order by e.${version}), '[]') from colloquy_event e
  where ${ofConversation('e')} and e.reader = '' and ${notMessages}
  ${n === 'n' ? '' : 'and e.customer_version is not null'}
  and e.${version} > greatest(coalesce(${after}, 0), coalesce((
    select m.${version} from colloquy_message m where ${ofConversation('m')} and m.${n} > 0 and m.${n} = h.hidden), 0))
  and e.${version} <= coalesce(${upTo}, ${2 ** 31 - 1}))`
}

/** The parameters of a page. */
export type TimelineShape = {
  readonly n: Ordinal
  readonly start: Start
  readonly only: boolean
  readonly events: boolean
}

/**
 * One row: the summary; the messages before the page's place, the nearest first, and those from it on, one more of each
 * than the page has; how many of those before belong to the page; whether there is any at its place; the events.
 */
export const timeline = (
  { n, start, only, events }: TimelineShape,
  summary: string,
  hidden: string,
  visible: string,
): string => `select json_build_array(v.summary, b.found, f.found, t.taken, o.place is not null,
  ${events ? eventsBeside(n, start) : `'[]'::json`}) as row
from (select json_build_array(${summary}) as summary, ${hidden} as hidden from ${visible} offset 0) v
cross join lateral (select v.hidden offset 0) h${halves(n, start, only)}
cross join lateral (select ${taken(start)} as taken offset 0) t`
