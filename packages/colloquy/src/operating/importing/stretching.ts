import type { Accepted, CommandOf, Stretch, Visibility } from '@colloquy/core/engine'
import type { MessageId } from '@colloquy/core/storage'

type Added = CommandOf<'SettleImport'>['added']

/**
 * Gathers the messages that an import added to stretches in which nobody else did anything: the versions of their events
 * follow each other. What was there before, or came in between, is somebody's to read.
 */
export const stretching = () => {
  const stretches: Array<Added> = []
  let next: number | null = null
  return {
    add: ({ events, messageId }: Accepted, visibility: Visibility): void => {
      const versions = events.filter(({ reader }) => reader === null).map(({ version }) => version)
      const [first] = versions
      const last = versions.at(-1)
      if (messageId === null || first === undefined || last === undefined) return
      const open = first === next ? stretches.pop() : undefined
      stretches.push(grown(open ?? { staff: null, customer: null }, messageId, visibility))
      next = last + 1
    },
    all: (): ReadonlyArray<Added> => stretches,
  }
}

const grown = ({ staff, customer }: Added, id: MessageId, visibility: Visibility): Added => ({
  staff: longer(staff, id),
  customer: visibility === 'public' ? longer(customer, id) : customer,
})

const longer = (stretch: Stretch | null, last: MessageId): Stretch => ({
  first: stretch?.first ?? last,
  last,
})
