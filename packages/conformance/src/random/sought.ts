import type { ActorId } from '@colloquy/core/storage'
import type { Samples } from '../comparing/filtersOf.ts'
import { anyRecord, customers, labels, queues, staff } from './cast.ts'

/** Values of each filter field that occur in random histories; a missing field does not compile. */
export const sought: Samples = {
  status: ['open', 'closed'],
  type: ['customer', 'internal'],
  assignee: [null, ...staff] as ReadonlyArray<ActorId | null>,
  queue: [null, ...queues],
  label: labels,
  record: [...new Set(anyRecord)],
  customer: customers as ReadonlyArray<string> as ReadonlyArray<ActorId>,
  channel: ['web', 'mail'],
  unread: [true, false],
  unanswered: [true, false],
  attributes: [{ a: 0 }, { a: 1 }, { a: 'x' }, { a: true }, { a: null }, { a: 'x', b: true }],
}
