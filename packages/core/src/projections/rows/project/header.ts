import type { Side } from '../../../conversation/Actor.ts'
import type { Recorded } from '../../../conversation/Recorded.ts'
import type { State } from '../../../conversation/State.ts'
import type { Change } from '../Change.ts'
import { conversationRow, seatCopies } from '../rowOf.ts'
import { differing } from './differing.ts'

/** Changes of the conversation's row, and of its columns denormalized to every seat of a side. */
export const headerChanges = ({ tenant }: Recorded, before: State, after: State): ReadonlyArray<Change> => {
  if (after.header === null || after.header === before.header) return []
  const row = conversationRow(after.header, tenant)
  if (before.header === null) return [{ _tag: 'put', table: 'conversation', row }]
  const where = { tenant, conversation: after.header.id }
  const set = differing(conversationRow(before.header, tenant), row)
  const own: ReadonlyArray<Change> =
    set === null ? [] : [{ _tag: 'patch', table: 'conversation', where, set }]
  const old = before.header
  const now = after.header
  const copies = sides.flatMap((side): ReadonlyArray<Change> => {
    const copied = differing(seatCopies(old, side), seatCopies(now, side))
    return copied === null ? [] : [{ _tag: 'patch', table: 'seat', where: { ...where, side }, set: copied }]
  })
  return [...own, ...copies]
}

const sides: ReadonlyArray<Side> = ['staff', 'customer']
