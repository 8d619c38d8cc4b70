import type { Accepted, CommandOf, Stretch, Visibility } from '@colloquy/core/engine'
import type { MessageId } from '@colloquy/core/storage'

type Added = CommandOf<'SettleImport'>['added']

/**
 * Groups the messages that an import added into runs of consecutive event versions, which are marked read as a whole.
 * Messages that existed before, or that others posted in between, stay unread.
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
