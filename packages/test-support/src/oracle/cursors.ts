import type { Command, CommandOf } from '@colloquy/core/engine'
import type { Side, Who } from '@colloquy/core/storage'
import { sameWho, whoIs } from '@colloquy/core/engine'
import { isOwn, seenAt } from './Message.ts'
import { isMember } from './Person.ts'
import { personOf, runOf, visibleTo } from './readState.ts'
import type { Story } from './Story.ts'
import { inOrder } from './Story.ts'

/** The number of a side's messages at or before a cursor. */
const placeOf = (story: Story, side: Side, cursor: number): number =>
  inOrder(story, side).filter((message) => (seenAt(message, side) ?? 0) <= cursor).length

type ReadState = { readonly place: number; readonly flag: boolean } | null

export const readStateOf = (story: Story, who: Who): ReadState => {
  const person = personOf(story, who)
  if (person === undefined || !isMember(person) || person.cursor === null) return null
  return { place: placeOf(story, who.side, person.cursor), flag: person.flag }
}

const before = (story: Story, who: Who, id: string): number | null => {
  const message = visibleTo(story, who).find((one) => one.id === id)
  return message === undefined ? null : placeOf(story, who.side, (seenAt(message, who.side) ?? 0) - 1)
}

/** The cursors after the end of an import: only those of people with nothing unread before it move. */
export const cursorsAfterImport = (
  { added }: CommandOf<'SettleImport'>,
  story: Story,
): ReadonlyArray<{ readonly who: Who; readonly readState: ReadState }> =>
  [...story.people.values()].map(({ who, cursor }) => {
    const readState = readStateOf(story, who)
    const stretch = added[who.side]
    const messages = inOrder(story, who.side)
    const at = (id: string | undefined): number => messages.findIndex((message) => message.id === id)
    const [first, last] = [at(stretch?.first), at(stretch?.last)]
    const waits = messages
      .slice(0, Math.max(0, first))
      .some(
        (message) =>
          !message.removed && !isOwn(message, who) && (seenAt(message, who.side) ?? 0) > (cursor ?? 0),
      )
    if (readState === null || first < 0 || last < 0 || waits) return { who, readState }
    return { who, readState: { ...readState, place: Math.max(readState.place, last + 1) } }
  })

/** The reader that a command is about, and their cursor by the specification's table; null: the table does not say. */
export const cursorAfter = (
  command: Command,
  story: Story,
): { readonly who: Who; readonly readState: ReadState } | null => {
  switch (command._tag) {
    case 'MarkRead': {
      const { for: who, upTo, token } = command
      const readState = readStateOf(story, who)
      const stale = typeof token === 'number' && token < (personOf(story, who)?.markedVersion ?? 0)
      if (readState === null || stale) return { who, readState }
      const read = upTo === null ? readState.place : (before(story, who, upTo) ?? -1) + 1
      return { who, readState: { place: Math.max(readState.place, read), flag: false } }
    }
    case 'MarkUnread': {
      const { for: who, from } = command
      const readState = readStateOf(story, who)
      if (readState === null) return { who, readState }
      const last = visibleTo(story, who).findLast((message) => !message.removed && !isOwn(message, who))
      const at = from ?? last?.id ?? null
      const place = at === null ? readState.place : (before(story, who, at) ?? readState.place)
      return { who, readState: { place: Math.min(readState.place, place), flag: true } }
    }
    case 'Assign':
    case 'Transfer':
    case 'Pick': {
      const to =
        command._tag === 'Pick'
          ? command.context.actor.id
          : command.to !== null && 'staff' in command.to
            ? command.to.staff
            : null
      if (to === null) return null
      const who: Who = { side: 'staff', id: to }
      const readState = readStateOf(story, who)
      if (story.assignee === to) return { who, readState }
      const policy = command.context.policies[story.type].onAssign
      const flagged = policy === 'flagUnread' && !sameWho(who, whoIs(command.context.actor))
      if (readState !== null) return { who, readState: { ...readState, flag: readState.flag || flagged } }
      const first = runOf(story)[0]
      const cursor = first === undefined ? Number.POSITIVE_INFINITY : first.posted.version - 1
      return { who, readState: { place: placeOf(story, 'staff', cursor), flag: flagged } }
    }
    default:
      return null
  }
}
