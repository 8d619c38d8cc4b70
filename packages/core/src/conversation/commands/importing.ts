import * as E from 'fp-ts/lib/Either.js'
import { find, loaded } from '../../kernel/Lookup.ts'
import { placeKey } from '../Needs.ts'
import { unreadBetween } from '../Reach.ts'
import { isMember } from '../State.ts'
import { accepted, may, toReader } from './Decision.ts'
import type { RulesOf } from './Rules.ts'

export const importing = {
  /**
   * Moves the cursors of members who had nothing unread before the import to its end; for others the unread messages
   * stay, and the imported ones after them count.
   */
  SettleImport: {
    needs: () => ({ seats: 'all' }),
    may: ({ context }) => may(context, 'import'),
    decide: (command, here) => {
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
      return accepted(
        members.flatMap(({ seat, before, end }) => {
          const from = find(here.reaches, placeKey(seat.who, before))
          const to = find(here.reaches, placeKey(seat.who, end))
          if (from === null || to === null || to.read <= seat.reach.read) return []
          if (unreadBetween(seat.reach, from) > 0) return []
          return [toReader(command, seat.who, { type: 'cursor-placed', to, flag: false, cause: 'import' })]
        }),
      )
    },
  },
} satisfies RulesOf<'SettleImport'>
