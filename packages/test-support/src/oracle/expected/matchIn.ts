import type { Match, Viewer } from '@colloquy/core/storage'
import { phoneDigits, terms } from '@colloquy/core/engine'
import { visibleTo } from '../readState.ts'
import type { Story } from '../Story.ts'
import { participantsOf } from './participantsOf.ts'

/** The message that matches a search, if a message does; null: the conversation does not match. */
export const matchIn = (
  match: Match | null,
  story: Story,
  viewer: Viewer,
): { readonly id: string | null } | null => {
  if (match === null) return { id: null }
  const { text, participant, phone } = match
  const message =
    text === null
      ? undefined
      : visibleTo(story, viewer.who).findLast((one) => !one.removed && matches(text, one.body))
  if (text !== null && message === undefined && !matches(text, story.subject)) return null
  const people = participantsOf(story, viewer)
  if (participant !== null && !people.some(({ contact }) => matches(participant, contact?.name ?? null)))
    return null
  if (phone !== null && viewer.side === 'customer') return null
  if (
    phone !== null &&
    !people.some(({ contact }) => (phoneDigits(contact?.phone ?? '') ?? '').endsWith(phone))
  )
    return null
  return { id: message?.id ?? null }
}

const matches = (asked: ReadonlyArray<string>, text: string | null): boolean =>
  asked.length > 0 && asked.every((word) => terms(text ?? '').some((one) => one.startsWith(word)))
