import type { Kind } from '../../conversation/Actor.ts'
import type { Participant } from '../seen/Query.ts'

/** Somebody in a conversation, as staff see them. Names and numbers are null where not given or erased. */
export type StaffParticipant = {
  readonly id: string
  readonly kind: Kind
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly participant: boolean
  readonly following: boolean
  readonly initiator: boolean
  readonly assigned: boolean
}

/** Somebody in a conversation, as customers see them: customers, and those who wrote publicly. */
export type PublicParticipant = { readonly id: string; readonly kind: Kind; readonly name: string | null }

/** Shapes somebody for staff; null for someone who is no longer in it. */
export const staffParticipant = ({ who, kind, contact, seat }: Participant): StaffParticipant | null =>
  seat.member
    ? {
        id: who.id,
        kind,
        name: contact?.name ?? null,
        phone: contact?.phone ?? null,
        email: contact?.email ?? null,
        participant: seat.participant,
        following: seat.follower,
        initiator: seat.initiator,
        assigned: seat.assigned,
      }
    : null

/**
 * Shapes somebody for a customer; null for someone whom customers do not see. They are what they are in their messages:
 * what else made them known here, an assignment say, would show.
 */
export const publicParticipant = ({
  who,
  kind,
  contact,
  seat,
  publicKind,
}: Participant): PublicParticipant | null =>
  publicKind !== null || (who.side === 'customer' && seat.participant)
    ? { id: who.id, kind: publicKind ?? kind, name: contact?.name ?? null }
    : null
