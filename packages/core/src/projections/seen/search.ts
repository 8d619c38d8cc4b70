import type { MessageId, Version } from '../../conversation/Ids.ts'
import type { TermRow } from '../rows/Tables.ts'
import { matches } from '../rows/terms.ts'
import { participants } from './participants.ts'
import type { Match } from './Query.ts'
import { messagesFor } from './visibility.ts'
import type { Sight } from './visibility.ts'

/** What matched in a conversation: the newest message, or null where the subject or a name did. */
export type Found = { readonly message: MessageId | null }

/** Searches what the viewer sees of one conversation; null without a match. */
export const search = (match: Match, sight: Sight): Found | null => {
  const { rows } = sight.stream
  const known = new Map(rows.term.map((term) => [term.version, term]))
  const at = (version: Version | null): TermRow | undefined =>
    version === null ? undefined : known.get(version)

  const { text, participant, phone } = match
  // An empty search matches nothing.
  if ((text === null && participant === null && phone === null) || phone === '') return null
  const message =
    text === null
      ? undefined
      : messagesFor(sight).findLast(
          (each) => !each.removed && matches(text, at(each.bodyVersion)?.body ?? []),
        )
  const inSubject = text !== null && matches(text, at(sight.row.subjectVersion)?.subject ?? [])
  if (text !== null && message === undefined && !inSubject) return null

  const people =
    participant === null && phone === null
      ? []
      : participants(sight).flatMap(({ seat }) => at(seat.nameVersion) ?? [])
  if (participant !== null && !people.some(({ name }) => matches(participant, name))) return null
  if (phone !== null) {
    if (sight.viewer.side === 'customer') return null
    if (!people.some((person) => person.phone?.endsWith(phone) === true)) return null
  }
  return { message: message?.id ?? null }
}
