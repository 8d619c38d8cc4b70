import type { Kind } from '@colloquy/core'
import type { Who } from '@colloquy/core/storage'
import type { Person } from '../Person.ts'
import { isMember, keyOf } from '../Person.ts'
import type { Story } from '../Story.ts'

/** A person of a story, added when first named. */
export const personIn = (story: Story, who: Who, kind: Kind): Person => {
  const known = story.people.get(keyOf(who))
  if (known !== undefined) return known
  const person: Person = {
    who,
    kind,
    participant: false,
    follower: false,
    initiator: false,
    assigned: false,
    wasAssigned: false,
    muted: false,
    flag: false,
    cursor: null,
    hiddenTo: 0,
    contact: null,
    readingVersion: 0,
    markedVersion: 0,
  }
  story.people.set(keyOf(who), person)
  return person
}

/** Read state belongs to members only. */
export const forgetUnlessMember = (person: Person): void => {
  if (isMember(person)) return
  person.cursor = null
  person.flag = false
  person.muted = false
}
