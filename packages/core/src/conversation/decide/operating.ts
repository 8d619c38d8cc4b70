import * as E from 'fp-ts/lib/Either.js'
import { find, loaded } from '../../kernel/Lookup.ts'
import type { CommandOf } from '../Command.ts'
import { placeKey } from '../Needs.ts'
import { unreadBetween } from '../Reach.ts'
import { forbidden } from '../Rejection.ts'
import { isMember } from '../State.ts'
import type { Decision, Here, Permission } from './Decision.ts'
import { allowed, happened, may, reading, when } from './Decision.ts'

export const maySettleImport = (command: CommandOf<'SettleImport'>): Permission =>
  may(command.context, 'import')

/** What was imported is not news to whoever had none: for others what was unread stays, and what follows it counts. */
export const settleImport = (command: CommandOf<'SettleImport'>, here: Here): Decision =>
  when(maySettleImport(command), () => {
    const members = loaded(here.seats).flatMap((seat) => {
      const stretch = command.added[seat.who.side]
      return stretch === null || !isMember(seat) || !seat.placed
        ? []
        : [{ seat, before: { before: stretch.first }, end: { at: stretch.last } }]
    })
    const known = ({ seat, before, end }: (typeof members)[number]): boolean =>
      [before, end].every((place) => here.reaches.known.has(placeKey(seat.who, place)))
    if (!members.every(known)) {
      const reaches = members.flatMap(({ seat: { who: reader }, before, end }) => [
        { reader, place: before },
        { reader, place: end },
      ])
      return E.left({ _tag: 'More', needs: { reaches } })
    }
    return E.right(
      members.flatMap(({ seat, before, end }) => {
        const from = find(here.reaches, placeKey(seat.who, before))
        const to = find(here.reaches, placeKey(seat.who, end))
        if (from === null || to === null || to.read <= seat.reach.read) return []
        if (unreadBetween(seat.reach, from) > 0) return []
        return [reading(command, seat.who, { type: 'cursor-placed', to, flag: false, cause: 'import' })]
      }),
    )
  })

/** Only the operator erases, whatever became of the conversation. */
export const mayErase = (command: CommandOf<'EraseContent'>): Permission =>
  command.context.actor.kind === 'system' ? allowed : E.left(forbidden(null))

export const eraseContent = (command: CommandOf<'EraseContent'>): Decision =>
  when(mayErase(command), () => happened(command, { type: 'content-erased', of: command.of }))
