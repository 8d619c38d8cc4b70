import { type Match, ordinalColumn, type Parameters, type Source, type Viewer } from '@colloquy/core/storage'
import { ownSeat } from '../sql/dialect.ts'
import { among, conversationOf, lateral, linksOf } from '../sql/fenced.ts'
import { takesPart } from '../sql/participants.ts'
import { allOf, either, reversed } from '../write/terms.ts'
import { happens, hiddenTo } from './conditions.ts'

/** Events `e` of the tenant with a matching word; the index separates tenants only by its words. */
const eventsWith = (
  asked: string,
): string => `(select t.tenant, t.conversation, t.version from colloquy_term t where t.terms @@ @${asked}::tsquery offset 0) t
cross join ${lateral(
  'colloquy_event',
  'e',
  `t.tenant = @tenant and e.tenant = @tenant and e.conversation = t.conversation and e.reader = '' and e.version = t.version`,
)}`

/** Conversations with a match, and the messages that match. An empty search matches nothing. */
export const searchSource = (match: Match, viewer: Viewer): ReadonlyArray<Source> => {
  const { text, participant, phone } = match
  if (text?.length === 0 || participant?.length === 0 || phone === '') return []
  if (phone !== null && viewer.side === 'customer') return []
  if (text === null && participant === null && phone === null) return []
  const { tenant } = viewer
  const people = [
    ...(participant === null ? [] : [{ name: 'matchName', asked: allOf(tenant, 'n', participant) }]),
    ...(phone === null ? [] : [{ name: 'matchPhone', asked: allOf(tenant, 'p', [reversed(phone)]) }]),
  ]
  const values: Parameters = Object.fromEntries(people.map(({ name, asked }) => [name, asked]))
  const tests = people.map(({ name }) => among('c.conversation', ofPeople(name, viewer)))
  if (text === null) {
    const [first] = people
    if (first === undefined) return []
    return [
      {
        from: `(select distinct p.conversation from (${ofPeople(first.name, viewer)}) p offset 0) h
cross join ${conversationOf('h')} ${ownSeat}`,
        tests: tests.slice(1),
        values,
      },
    ]
  }
  const ordinal = ordinalColumn(viewer)
  return [
    {
      from: `(select e.conversation, e.version, e.facts ->> 'messageId' as message
  from ${eventsWith('matchText')} offset 0) h
cross join ${conversationOf('h')} ${ownSeat}
left join ${lateral(
        'colloquy_message',
        'm',
        `m.tenant = @tenant and m.conversation = h.conversation and m.id = h.message
  and m.body_version = h.version and not m.removed and m.${ordinal} > ${hiddenTo}`,
      )} on true`,
      tests: [`(m.id is not null or (h.message is null and c.subject_version = h.version))`, ...tests],
      values: { ...values, matchText: either(allOf(tenant, 'b', text), allOf(tenant, 's', text)) },
      found: { ordinal: `m.${ordinal}`, id: 'm.id' },
    },
  ]
}

/** Conversations with a participant visible to the viewer whose name or number matches. */
const ofPeople = (asked: string, viewer: Viewer): string => `select p.conversation from ${eventsWith(asked)}
cross join ${lateral(
  'colloquy_seat',
  'p',
  `p.tenant = @tenant and p.conversation = e.conversation and p.side = split_part(e.subject, ':', 1)
  and p.actor = substr(e.subject, strpos(e.subject, ':') + 1)`,
)}
where p.name_version = e.version and ${takesPart('p', viewer.side)}`

/** The tenant's events after a position. */
const eventsAfter = `(select * from colloquy_event e
  where e.tenant = @tenant and e.position > 0 and e.position > @changedAfter order by e.position offset 0) e`

/** The ids of conversations in which something visible to the viewer happened after a position. */
export const changedIds = (viewer: Viewer): string => `select e.conversation from ${eventsAfter}
where ${happens(viewer)}
union select fl.conversation from ${eventsAfter}
cross join ${lateral(
  'colloquy_record_follower',
  'f',
  'f.tenant = @tenant and f.conversation = e.conversation and f.side = @side and f.actor = @actor',
)}
cross join ${linksOf('fl', 'f.type', 'f.record')}
where e.reader = @reader ${viewer.side === 'customer' ? 'and fl.customer_visible' : ''}`

export const changedSource = (viewer: Viewer): Source => ({
  from: `(${changedIds(viewer)} offset 0) h cross join ${conversationOf('h')} ${ownSeat}`,
  tests: [],
})
