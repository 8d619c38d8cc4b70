import { type Match, ordinalColumn, type Source, type Viewer } from '@colloquy/core/storage'
import { takesPart } from '../sql/participants.ts'
import { reversed, scopeOf } from '../write/terms.ts'
import { ownSeat } from '../sql/dialect.ts'
import { hiddenTo } from './conditions.ts'

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"*`
const all = (words: ReadonlyArray<string>): string => `(${words.map(quoted).join(' AND ')})`

/** Conversations where it matches, with the messages in which it does. Nothing asked finds nothing. */
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

/** Conversations with a participant, known to the viewer, whose name or number matches. */
const ofPeople = (parameter: string, viewer: Viewer): string => `
select p.conversation as conversation from colloquy_term t cross join colloquy_event e on e.n = t.rowid
cross join colloquy_seat p on p.tenant = e.tenant and p.conversation = e.conversation
  and p.side = substr(e.subject, 1, instr(e.subject, ':') - 1) and p.actor = substr(e.subject, instr(e.subject, ':') + 1)
where t.colloquy_term match @${parameter} and e.tenant = @tenant and p.name_version = e.version
and ${takesPart('p', viewer.side)}`

/** Somebody began or ceased to follow the conversation: their own row tells it, though the event is staff's to see. */
const ownFollowing = `(e.type in ('conversation-followed', 'conversation-unfollowed')
  and e.facts ->> '$.who.side' = @side and e.facts ->> '$.who.id' = @actor)`

const toCustomers = `coalesce((select case when h.participant = 1 or h.follower = 1 then h.hidden_n end
  from colloquy_seat h where h.tenant = e.tenant and h.conversation = e.conversation
  and h.side = @side and h.actor = @actor), 0)`
const ofAll = `e.facts ->> '$.of.what' = 'conversation'`
const ofWhom = (side: string, id: string): string =>
  `(${side} = e.facts ->> '$.of.who.side' and ${id} = e.facts ->> '$.of.who.id')`

/** Words were erased that a customer could see then: a message, a subject line or a name. */
const erasedFromCustomers = `(e.type = 'content-erased' and (
  exists (select 1 from colloquy_message w where w.tenant = e.tenant and w.conversation = e.conversation
    and w.removed = 0 and w.customer_n > ${toCustomers}
    and (${ofAll} or w.id = e.facts ->> '$.of.messageId' or ${ofWhom('w.author_side', 'w.author')}))
  or exists (select 1 from colloquy_conversation o where o.tenant = e.tenant and o.conversation = e.conversation
    and o.subject_version < e.version and (${ofAll} or ${ofWhom('o.concerns_side', 'o.concerns')}))
  or exists (select 1 from colloquy_seat p where p.tenant = e.tenant and p.conversation = e.conversation
    and p.side = 'customer' and p.participant = 1 and p.name_version < e.version
    and (${ofAll} or ${ofWhom('p.side', 'p.actor')}))))`

/** The ids of conversations of which the viewer could see something happen after a position. */
export const changedIds = (viewer: Viewer): string => `
select e.conversation as conversation from colloquy_event e indexed by colloquy_event_position
where e.tenant = @tenant and e.position > @changedAfter
and ((e.reader = '' and (${viewer.side === 'staff' ? '1' : `e.customer_version is not null or ${ownFollowing} or ${erasedFromCustomers}`})) or e.reader = @reader)
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
