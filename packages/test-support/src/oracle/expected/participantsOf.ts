import type { ConversationId, Viewer } from '@colloquy/core/storage'
import type { Kind } from '@colloquy/core'
import { hasAccess } from '../access.ts'
import { byCodePoint } from '../byCodePoint.ts'
import type { Person } from '../Person.ts'
import { keyOf } from '../Person.ts'
import type { Story } from '../Story.ts'
import type { Telling } from '../tell.ts'
import { seatOf } from './summaryOf.ts'

export const participantsIn = (id: ConversationId, viewer: Viewer, telling: Telling) => {
  const story = telling.stories.get(id)
  if (story === undefined || !hasAccess(story, viewer, telling)) return []
  return participantsOf(story, viewer).map((person) => ({
    who: keyOf(person.who),
    kind: person.kind,
    contact: person.contact,
    publicKind: publicKind(story, person),
    seat: { ...seatOf(person), ...roleOf(person) },
  }))
}

/** Customers see only staff with public messages. */
export const participantsOf = (story: Story, viewer: Viewer): ReadonlyArray<Person> =>
  [...story.people.values()]
    .filter((person) =>
      viewer.side === 'customer' && person.who.side === 'staff'
        ? wrotePublicly(story, person)
        : person.participant,
    )
    .sort((a, b) => byCodePoint(a.who.side, b.who.side) || byCodePoint(a.who.id, b.who.id))

const wrotePublicly = (story: Story, person: Person): boolean => publicKind(story, person) !== null

/** The kind of actor under which a person wrote their last visible message. */
const publicKind = (story: Story, person: Person): Kind | null => {
  const shown = story.messages
    .filter((message) => !message.removed && keyOf(message.author) === keyOf(person.who))
    .flatMap(({ published, authorKind }) => (published === null ? [] : [{ published, authorKind }]))
    .sort((a, b) => b.published.version - a.published.version)
  return shown[0]?.authorKind ?? null
}

const roleOf = ({ kind, initiator, assigned, wasAssigned }: Person) => ({
  kind,
  initiator,
  assigned,
  wasAssigned,
})
