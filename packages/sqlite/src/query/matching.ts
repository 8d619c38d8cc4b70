import { type Match, ordinalColumn, type Source, type Viewer } from '@colloquy/core/storage'
import { takesPart } from '../sql/participants.ts'
import { reversed, scopeOf } from '../write/terms.ts'
import { ownSeat } from '../sql/dialect.ts'
import { happens, hiddenTo } from './conditions.ts'

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"*`
const all = (words: ReadonlyArray<string>): string => `(${words.map(quoted).join(' AND ')})`

/** Conversations with a match, and the messages that match. An empty search matches nothing. */
export const searchSource = (match: Match, viewer: Viewer): ReadonlyArray<Source> => {
  const { text, participant, phone } = match
  if (text?.length === 0 || participant?.length === 0 || phone === '') return []
  if (phone !== null && viewer.side === 'customer') return []
  if (text === null && participant === null && phone === null) return []
  const scope = `scope : "${scopeOf(viewer.tenant)}"`
  const people = [
    ...(participant === null
      ? []
      : [{ name: 'matchName', asked: `${scope} AND name : ${all(participant)}` }]),
    ...(phone === null
      ? []
      : [{ name: 'matchPhone', asked: `${scope} AND phone : ${quoted(reversed(phone))}` }]),
  ]
  const values = Object.fromEntries(people.map(({ name, asked }) => [name, asked]))
  const tests = people.map(({ name }) => `c.conversation in (${ofPeople(name, viewer)})`)
  if (text === null) {
    const [first] = people
    if (first === undefined) return []
    return [
      {
        from: `(select distinct conversation from (${ofPeople(first.name, viewer)})) h
cross join colloquy_conversation c on c.tenant = @tenant and c.conversation = h.conversation ${ownSeat}`,
        tests: tests.slice(1),
        values,
      },
    ]
  }
  const ordinal = ordinalColumn(viewer)
  return [
    {
      from: `(select e.conversation as conversation, e.version as version, e.facts ->> '$.messageId' as message
  from colloquy_term t cross join colloquy_event e on e.n = t.rowid
  where t.colloquy_term match @matchText and e.tenant = @tenant) h
cross join colloquy_conversation c on c.tenant = @tenant and c.conversation = h.conversation ${ownSeat}
left join colloquy_message m on m.tenant = @tenant and m.conversation = h.conversation and m.id = h.message
  and m.body_version = h.version and m.removed = 0 and m.${ordinal} > ${hiddenTo}`,
      tests: [`(m.id is not null or (h.message is null and c.subject_version = h.version))`, ...tests],
      values: { ...values, matchText: `${scope} AND ((body : ${all(text)}) OR (subject : ${all(text)}))` },
      found: { ordinal: `m.${ordinal}`, id: 'm.id' },
    },
  ]
}

/** Conversations with a participant visible to the viewer whose name or number matches. */
const ofPeople = (parameter: string, viewer: Viewer): string => `
select p.conversation as conversation from colloquy_term t cross join colloquy_event e on e.n = t.rowid
cross join colloquy_seat p on p.tenant = e.tenant and p.conversation = e.conversation
  and p.side = substr(e.subject, 1, instr(e.subject, ':') - 1) and p.actor = substr(e.subject, instr(e.subject, ':') + 1)
where t.colloquy_term match @${parameter} and e.tenant = @tenant and p.name_version = e.version
and ${takesPart('p', viewer.side)}`

/** The ids of conversations in which something visible to the viewer happened after a position. */
export const changedIds = (viewer: Viewer): string => `
select e.conversation as conversation from colloquy_event e indexed by colloquy_event_position
where e.tenant = @tenant and e.position > @changedAfter
and ${happens(viewer)}
union select fl.conversation from colloquy_event e indexed by colloquy_event_position
cross join colloquy_record_follower f on f.tenant = e.tenant and f.conversation = e.conversation
  and f.side = @side and f.actor = @actor
cross join colloquy_link fl on fl.tenant = f.tenant and fl.type = f.type and fl.record = f.record
where e.tenant = @tenant and e.position > @changedAfter and e.reader = @reader
${viewer.side === 'customer' ? 'and fl.customer_visible = 1' : ''}`

export const changedSource = (viewer: Viewer): Source => ({
  from: `(${changedIds(viewer)}) h
cross join colloquy_conversation c on c.tenant = @tenant and c.conversation = h.conversation ${ownSeat}`,
  tests: [],
})
