import type { Conversation } from './Command.ts'
import type { Acknowledged } from './dispatch.ts'
import type { Stored } from './readStored.ts'

/** The three sides, each counted, and whether they are the same messages. */
export type Account = {
  readonly acknowledged: number
  readonly stored: number
  readonly delivered: number
  /** Each conversation says on all three sides what it was given, word for word, each message once and in its place. */
  readonly equal: boolean
  /** The first conversation that does not. */
  readonly differs: string | null
}

export const account = (
  conversations: ReadonlyArray<Conversation>,
  acknowledged: ReadonlyArray<Acknowledged>,
  stored: ReadonlyMap<string, ReadonlyArray<Stored>>,
  delivered: ReadonlyMap<string, ReadonlyArray<string>>,
): Account => {
  const told = new Map(acknowledged.map((one) => [one.command.commandId, one]))
  const isEqual = ({ commands }: Conversation): boolean => {
    const ids = commands.map(({ commandId }) => told.get(commandId)?.messageId)
    const id = told.get(commands[0]?.commandId ?? '')?.conversationId ?? ''
    const own = stored.get(id) ?? []
    return (
      same(
        own.map((message) => message.id),
        ids,
      ) &&
      same(
        own.map(({ body }) => body),
        commands.map(({ body }) => body),
      ) &&
      same(delivered.get(id) ?? [], ids)
    )
  }
  const differs = conversations.find((conversation) => !isEqual(conversation))?.name ?? null
  const counts = {
    acknowledged: acknowledged.length,
    stored: sizeOf(stored),
    delivered: sizeOf(delivered),
  }
  // What none of the conversations accounts for would be too much.
  const equal =
    differs === null && counts.stored === counts.acknowledged && counts.delivered === counts.acknowledged
  return { ...counts, equal, differs }
}

const same = (one: ReadonlyArray<unknown>, other: ReadonlyArray<unknown>): boolean =>
  one.length === other.length && one.every((item, at) => item === other[at])

const sizeOf = (of: ReadonlyMap<string, ReadonlyArray<unknown>>): number =>
  [...of.values()].reduce((sum, items) => sum + items.length, 0)
