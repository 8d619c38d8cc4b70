import * as E from 'fp-ts/lib/Either.js'
import { loaded } from '../../kernel/Lookup.ts'
import type { CommandOf } from '../Command.ts'
import { head } from '../Reach.ts'
import { forbidden } from '../Rejection.ts'
import { isMember } from '../State.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import { allowed, happened, may, reading, when } from './Decision.ts'

export const maySettleImport = (command: CommandOf<'SettleImport'>): Permission =>
  may(command.context, 'import')

/** What was imported is not news: everybody's cursor goes to the end. */
export const settleImport = (command: CommandOf<'SettleImport'>, here: Here): Decision =>
  when(maySettleImport(command), () =>
    E.right(
      loaded(here.seats)
        .filter((seat) => isMember(seat) && seat.placed)
        .map((seat) => ({ seat, end: head(here.header, seat) }))
        .filter(({ seat, end }) => seat.reach.read < end.read)
        .map(({ seat, end }) =>
          reading(command, seat.who, { type: 'cursor-placed', to: end, flag: false, cause: 'import' }),
        ),
    ),
  )

/** Only the operator erases, whatever became of the conversation. */
export const mayErase = (command: CommandOf<'EraseContent'>): Permission =>
  command.context.actor.kind === 'system' ? allowed : E.left(forbidden(null))

export const eraseContent = (command: CommandOf<'EraseContent'>): Decision =>
  when(mayErase(command), () => happened(command, { type: 'content-erased', of: command.of }))
