import type { Process } from './Process.ts'
import type { FromSubscriber, ToSubscriber } from './Said.ts'

export type Subscriber = Process<ToSubscriber, FromSubscriber>

/** What the subscriber was given, as it told. */
export type Mirror = {
  /** The messages of each conversation, each where it came first. */
  readonly conversations: ReadonlyMap<string, ReadonlyArray<string>>
  readonly delivered: () => number
  /** How many came once more: the promise is at least once. */
  readonly again: () => number
  /** Waits until it was given all there is. */
  readonly finish: () => Promise<void>
}

export const mirror = (subscriber: Subscriber): Mirror => {
  const conversations = new Map<string, Array<string>>()
  const seen = new Set<string>()
  let again = 0
  const finished = new Promise<void>((resolve, reject) => {
    subscriber.hear((said) => {
      if (said.say === 'finished') resolve()
      if (said.say !== 'delivered') return
      const { conversationId, messageId } = said
      if (seen.has(messageId)) {
        again += 1
        return
      }
      seen.add(messageId)
      conversations.set(conversationId, [...(conversations.get(conversationId) ?? []), messageId])
    })
    void subscriber.ended.then((how) => reject(new Error(`The subscriber ended by itself (${how})`)), reject)
  })
  // Where the rest fails first nobody waits for this any more.
  finished.catch(() => undefined)
  return {
    conversations,
    delivered: () => seen.size,
    again: () => again,
    finish: () => {
      subscriber.tell({ tell: 'finish' })
      return finished
    },
  }
}
