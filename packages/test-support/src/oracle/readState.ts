import type { Side, Who } from '@colloquy/core/storage'
import type { Message } from './Message.ts'
import { isOwn, seenAt } from './Message.ts'
import type { Person } from './Person.ts'
import { isMember, keyOf } from './Person.ts'
import type { Story } from './Story.ts'
import { inOrder } from './Story.ts'

const hiddenTo = (person: Person | undefined): number =>
  person !== undefined && (person.participant || person.follower) ? person.hiddenTo : 0

export const personOf = (story: Story, who: Who): Person | undefined => story.people.get(keyOf(who))

/** The messages and tombstones that a person sees, in the order they became visible. */
export const visibleTo = (story: Story, who: Who): ReadonlyArray<Message> =>
  inOrder(story, who.side).filter(
    (message) => (seenAt(message, who.side) ?? 0) > hiddenTo(personOf(story, who)),
  )

/** `Unread(m, V)` of the specification. */
export const unreadOf = (story: Story, who: Who, onlyFrom: Side | null = null): ReadonlyArray<Message> => {
  const person = personOf(story, who)
  if (person === undefined || !isMember(person) || person.cursor === null || story.status === 'removed')
    return []
  const { cursor } = person
  return visibleTo(story, who).filter(
    (message) =>
      !isOwn(message, who) &&
      !message.removed &&
      (seenAt(message, who.side) ?? 0) > cursor &&
      (onlyFrom === null || message.author.side === onlyFrom),
  )
}

export const isUnread = (story: Story, who: Who): boolean => {
  const person = personOf(story, who)
  if (person === undefined || !isMember(person) || story.status === 'removed') return false
  return person.flag || unreadOf(story, who).length > 0
}

/** The version of the last answer, close or `no-reply-needed`; later customer messages are unanswered. */
const settledAt = (story: Story): number => {
  const answers = inOrder(story, 'customer').filter((message) => !message.removed && message.answers)
  return Math.max(0, ...answers.map((message) => message.published?.version ?? 0), ...story.settled)
}

/** The unanswered public messages of customers, in the order they appeared. */
export const runOf = (story: Story): ReadonlyArray<Message> =>
  inOrder(story, 'customer').filter(
    (message) =>
      !message.removed &&
      message.author.side === 'customer' &&
      (message.published?.version ?? 0) > settledAt(story),
  )

/** The time since which a customer waits for an answer; null where none does. */
export const waitingSince = (story: Story): number | null => {
  if (story.type !== 'customer' || story.status !== 'open') return null
  const first = runOf(story)[0]
  if (first !== undefined) return first.published?.at ?? null
  return story.reopened.filter(({ version }) => version > settledAt(story)).at(-1)?.at ?? null
}
