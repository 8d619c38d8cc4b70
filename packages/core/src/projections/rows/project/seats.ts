import type { Recorded } from '../../../conversation/Recorded.ts'
import type { Header, Seat, State } from '../../../conversation/State.ts'
import type { Change } from '../Change.ts'
import { seatRow } from '../rowOf.ts'
import { differing } from './differing.ts'

/** Changes of single seats. */
export const seatChanges = (recorded: Recorded, before: State, after: State): ReadonlyArray<Change> => {
  const { header } = after
  if (header === null || after.seats === before.seats) return []
  const changes: Array<Change> = []
  for (const [key, seat] of after.seats.known) {
    const old = before.seats.known.get(key) ?? null
    if (seat !== null && seat !== old) changes.push(...seatChange(recorded, header, old, seat))
  }
  return changes
}

const seatChange = (
  { tenant }: Recorded,
  header: Header,
  old: Seat | null,
  seat: Seat,
): ReadonlyArray<Change> => {
  const row = seatRow(header, seat, tenant)
  if (old === null) return [{ _tag: 'put', table: 'seat', row }]
  const set = differing(seatRow(header, old, tenant), row)
  if (set === null) return []
  const where = { tenant, conversation: header.id, side: seat.who.side, actor: seat.who.id }
  return [{ _tag: 'patch', table: 'seat', where, set }]
}
