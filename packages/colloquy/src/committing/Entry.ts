import type { Accepted, Command, StreamKey } from '@colloquy/core'
import { streamKey } from '@colloquy/core'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Reason } from '../Reason.ts'

/** A command on its way to the storage, and whoever waits for it. */
export type Entry = {
  readonly command: Command
  readonly answer: (result: Either<Reason, Accepted>) => void
  /** For a programmer's error: it surfaces where the command was given. */
  readonly fail: (error: unknown) => void
  /** When its caller hears that the storage is busy; null while nobody has tried it. */
  until: number | null
}

/** An entry that has to be run again. `held`: somebody else's transaction holds its conversation. */
export type Returned = { readonly entry: Entry; readonly held: boolean }

export const streamOf = ({ command }: Entry): StreamKey => ({
  tenant: command.context.actor.tenant,
  conversation: command.conversationId,
})

/** Which conversation a command was given for, as one string. */
export const keyOf = (entry: Entry): string => streamKey(streamOf(entry))
