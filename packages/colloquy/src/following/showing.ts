import type { Asking, MessageEventType, Recorded, Shape, Shown } from '@colloquy/core'
import { isMessageEvent, isRecordStream, sameWho } from '@colloquy/core'
import type { Frame, WatchedEvent } from './Frame.ts'
import type { Glance } from './Glance.ts'
import { lossBy } from './losing.ts'

/** A frame that has no token yet; null: this viewer is told nothing. */
export type Showing<S extends Shown> = Unsealed<Frame<S>> | null
type Unsealed<F> = F extends { readonly token: string }
  ? Omit<F, 'token'> & { readonly ends: boolean }
  : never

/**
 * What one viewer is told of one event: what their timeline or inbox would show of it now, asked anew each time. Who
 * may not see that something happened is left out before anything is asked, so that it leaves no trace for them.
 */
export const showing = async <S extends Shown>(
  recorded: Recorded,
  asking: Asking,
  shape: Shape<S>,
  glance: Glance,
): Promise<Showing<S>> => {
  const { viewer } = asking
  const { reader, conversation, event } = recorded
  if (isRecordStream(conversation)) return null
  const conversationId: string = conversation
  if (reader !== null) {
    if (!sameWho(reader, viewer.who)) return null
    return (await sees(recorded, asking, glance)) ? { type: 'reading', conversationId, ends: false } : null
  }
  // Turning internal is nothing that customers see, but for its end: it is gone.
  const unseen = asking.isCustomer && recorded.customerVersion === null
  if (unseen && event.type !== 'conversation-type-set') return null
  if (isMessageEvent(event)) {
    const found = await glance.query(
      {
        _tag: 'Timeline',
        conversation,
        from: { around: event.messageId },
        limit: 2,
        only: null,
        events: false,
      },
      viewer,
      recorded,
    )
    const message = found?.messages.find(({ row }) => row.id === event.messageId)
    const shown = message === undefined ? null : shape.message(message)
    if (shown === null) return null
    const published = asking.isCustomer && event.type === 'message-published'
    const type: MessageEventType = published ? 'message-posted' : event.type
    return { type: 'event', event: { type, conversationId, message: shown }, ends: false }
  }
  if (!(await sees(recorded, asking, glance))) {
    const loss = await lossBy(recorded, viewer, glance)
    return loss === 'nothing' ? null : { type: 'access-ended', conversationId, ends: loss === 'access' }
  }
  const shown = shape.event(recorded)
  if (shown === null) return null
  const { type: _, event: __, ...told } = shown
  // All that is not a message's keeps its own type, which `shape.event` calls `event`.
  return {
    type: 'event',
    event: { ...told, type: event.type, conversationId } as WatchedEvent<S>,
    ends: false,
  }
}

const sees = async (event: Recorded, { viewer }: Asking, glance: Glance): Promise<boolean> =>
  (await glance.query({ _tag: 'Conversations', ids: [event.conversation] }, viewer, event)).length > 0
