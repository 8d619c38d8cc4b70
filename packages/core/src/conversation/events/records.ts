import * as t from 'io-ts'
import { object, record, who } from '../codecs.ts'
import type { State } from '../State.ts'
import { event, isTheirs, noSeat, nothing, recordEvent, takenFrom } from './definition.ts'

const link = object({ record, customerVisible: t.boolean })
const following = object({ record, who })
type Link = t.TypeOf<typeof link>
const whereVisible = ({ customerVisible }: Link, before: State): boolean =>
  isTheirs(before) && customerVisible

/** Linked records, and the followers of records. */
export const records = {
  'context-linked': event({
    facts: link,
    customersSee: whereVisible,
    timeline: 'staff',
    touched: noSeat,
    takesAway: nothing,
    moves: false,
  }),
  'context-unlinked': event({
    facts: link,
    customersSee: whereVisible,
    timeline: 'staff',
    touched: noSeat,
    takesAway: ({ customerVisible }) => takenFrom(customerVisible ? 'all' : 'staff'),
    moves: false,
  }),
  'record-followed': recordEvent(following),
  'record-unfollowed': recordEvent(following),
}
