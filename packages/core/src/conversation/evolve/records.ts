import { set } from '../../kernel/Lookup.ts'
import type { Who } from '../Actor.ts'
import { readerKey } from '../Actor.ts'
import type { records } from '../events/records.ts'
import type { RecordRef, Version } from '../Ids.ts'
import { recordKey } from '../Ids.ts'
import type { Link, State } from '../State.ts'
import { type Evolve, changeHeader } from './changes.ts'

/** Linked records, and the followers of records. */
export const evolveRecords: Evolve<typeof records> = {
  'context-linked': (state, { event: { record, customerVisible } }) =>
    linked(state, record, { record, customerVisible }, 1),
  'context-unlinked': (state, { event }) => linked(state, event.record, null, -1),
  'record-followed': (state, { event, version }) => followed(state, event.who, version, true),
  'record-unfollowed': (state, { event, version }) => followed(state, event.who, version, false),
}

const linked = (state: State, record: RecordRef, link: Link | null, step: 1 | -1): State =>
  changeHeader({ ...state, links: set(state.links, recordKey(record), link) }, (header) => ({
    links: header.links + step,
  }))

const followed = (state: State, who: Who, version: Version, following: boolean): State => ({
  ...state,
  recordFollowers: set(state.recordFollowers, readerKey(who), { version, following }),
})
