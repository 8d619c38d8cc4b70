import type { Kind } from '../../conversation/Actor.ts'
import type { Participant } from '../seen/Query.ts'

/** A person in a conversation, as staff see them. Names and numbers are null where not given or erased. */
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

/** A person in a conversation, as customers see them: customers, and staff with public messages. */
export type PublicParticipant = { readonly id: string; readonly kind: Kind; readonly name: string | null }

/** Shapes a person for staff; null for a person without a part in the conversation. */
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
 * Shapes a person for a customer; null for a person hidden from customers. The kind is that of their public messages:
 * another source, such as an assignment, would reveal itself.
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
