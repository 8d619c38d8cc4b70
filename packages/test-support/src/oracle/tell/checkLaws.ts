import type { Recorded } from '@colloquy/core/storage'
import type { Story } from '../Story.ts'

/** Throws for events that no log may contain. */
export const checkLaws = (
  story: Story,
  { event, version, customerVersion, at }: Recorded,
  shown: boolean,
): void => {
  const broken = (law: string): never => {
    throw new Error(`${law}: ${event.type} at version ${version}`)
  }
  if (version !== story.events.length) broken('versions have no gaps')
  if (customerVersion !== (shown ? story.shown : null)) broken('customers count what they see, without gaps')
  if (at < (story.events.at(-2)?.at ?? 0)) broken('time does not run backwards')
  if (story.status === 'removed' && event.type !== 'content-erased') broken('what was removed stays as it is')
  const writes =
    event.type === 'message-posted' || event.type === 'message-edited' || event.type === 'message-published'
  if (writes && story.locked) broken('what is locked gains nothing')
  if (event.type === 'message-posted') {
    if (story.type === 'internal' && event.visibility === 'public') broken('nothing internal is public')
    if (event.visibility === 'public' && story.status === 'closed')
      broken('a closed conversation gains nothing')
    if (event.author.side === 'customer' && event.visibility === 'internal')
      broken('customers write no notes')
    if (story.messages.some(({ id }) => id === event.messageId)) broken('a message id is used once')
  }
  if (event.type === 'conversation-locked' && story.status !== 'closed')
    broken('only what is closed is locked')
}
