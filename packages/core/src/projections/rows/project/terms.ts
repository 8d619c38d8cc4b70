import { readerKey } from '../../../conversation/Actor.ts'
import type { Version } from '../../../conversation/Ids.ts'
import type { Recorded } from '../../../conversation/Recorded.ts'
import type { State } from '../../../conversation/State.ts'
import type { Change } from '../Change.ts'
import type { TermRow } from '../Tables.ts'
import { phoneDigits } from '../phones.ts'
import { terms } from '../terms.ts'

type Words = Pick<TermRow, 'body' | 'subject' | 'name' | 'phone'>
const nothing: Words = { body: [], subject: [], name: [], phone: null }

/** Changes of search terms: an event's terms replace those of the event with the former text. */
export const termChanges = (recorded: Recorded, before: State): ReadonlyArray<Change> => {
  const replaced = replacedBy(recorded, before)
  const words = wordsOf(recorded)
  const { tenant, conversation, version } = recorded
  const gone: ReadonlyArray<Change> =
    replaced === null
      ? []
      : [{ _tag: 'remove', table: 'term', where: { tenant, conversation, version: replaced } }]
  const isEmpty = words.body.length + words.subject.length + words.name.length === 0 && words.phone === null
  return isEmpty
    ? gone
    : [...gone, { _tag: 'put', table: 'term', row: { tenant, conversation, version, ...words } }]
}

/** The event whose text this one replaces. */
const replacedBy = ({ event }: Recorded, before: State): Version | null => {
  switch (event.type) {
    case 'message-edited':
    case 'message-removed':
      return before.messages.known.get(event.messageId)?.bodyVersion ?? null
    case 'conversation-renamed':
      return before.header?.subjectVersion ?? null
    case 'participant-joined':
      return event.named ? (before.seats.known.get(readerKey(event.who))?.nameVersion ?? null) : null
    default:
      return null
  }
}

/** The searchable fields of personal content. */
type Searched = Partial<{ readonly [text in 'body' | 'subject' | 'name' | 'phone']: string | null }>
const found = (text: string | null = null): Words['body'] => (text === null ? [] : terms(text))

const wordsOf = ({ event }: Recorded): Words => {
  if (!('personal' in event) || event.personal === null) return nothing
  const { body, subject, name, phone = null }: Searched = event.personal
  const digits = phone === null ? null : phoneDigits(phone)
  return { body: found(body), subject: found(subject), name: found(name), phone: digits }
}
