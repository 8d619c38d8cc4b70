/** The entry point for storages: their port, its types, rows and columns, and the definitions of what viewers see. */
export type { Actor, Side, Who } from './conversation/Actor.ts'
export { kindIn, readerKey } from './conversation/Actor.ts'
export type { Contact, Reach, Tally } from './conversation/Event.ts'
export type { StoredEvent } from './conversation/EventCodec.ts'
export { decodeEvent, encodeEvent } from './conversation/EventCodec.ts'
export type {
  ActorId,
  CommandId,
  ConversationId,
  MessageId,
  Position,
  StreamKey,
  TenantId,
  Time,
  Version,
} from './conversation/Ids.ts'
export { isRecordStream, recordKey, recordStream, streamKey } from './conversation/Ids.ts'
export type { Needs, Place } from './conversation/Needs.ts'
export { needsOf, placeKey } from './conversation/Needs.ts'
export type * from './conversation/Recorded.ts'
export type {
  Header,
  Neighbours,
  RecordFollower,
  Seat,
  State,
} from './conversation/State.ts'
export { headN, hiddenTo } from './conversation/State.ts'
export * from './conversation/Wanted.ts'
export { messageEventTypes } from './conversation/events.ts'
export * from './conversation/personal.ts'
export type { Lookup } from './kernel/Lookup.ts'
export { restricted } from './kernel/Lookup.ts'
export { requireKnown } from './kernel/options.ts'
export { compareText } from './kernel/text.ts'
export type * from './ports/Checkpoints.ts'
export * from './ports/Migration.ts'
export type * from './ports/Seal.ts'
export type * from './ports/Storage.ts'
export * from './ports/StoreError.ts'
export * from './ports/WrongRow.ts'
export * from './ports/slotCount.ts'
export type * from './projections/rows/Change.ts'
export type { ColumnType } from './projections/rows/Column.ts'
export * from './projections/rows/coalesce.ts'
export type { Column } from './projections/rows/columns.ts'
export {
  briefColumns,
  columnOf,
  rowTables,
  tableColumns,
  tableName,
} from './projections/rows/columns.ts'
export type * from './projections/rows/Tables.ts'
export { rowKeys } from './projections/rows/Tables.ts'
export type { NearestAsked } from './projections/rows/neighbours.ts'
export { nearest } from './projections/rows/neighbours.ts'
export { headerOf } from './projections/rows/ofRow.ts'
export type * from './projections/seen/Query.ts'
export * from './projections/seen/Viewer.ts'
export { participantOf } from './projections/seen/participants.ts'
export * from './projections/seen/remembered.ts'
export type { SortBy } from './projections/seen/sorting.ts'
export { alwaysSortable, compareKeys, sorts } from './projections/seen/sorting.ts'
export { summaryOf } from './projections/seen/summary.ts'
export { unread } from './projections/seen/unread.ts'
export { accessIn, viewerValues } from './storage/access.ts'
export { heldAt, placeAt, slotsIn, streamAt } from './storage/checkpoints.ts'
export { type ListViewer, type Tests, conditionsIn, ordinalColumn, sortColumn } from './storage/conditions.ts'
export type { Dialect, Parameters } from './storage/Dialect.ts'
export { keyOf, stray, withoutNote, wrongHead } from './storage/differences.ts'
export { erasedValues } from './storage/erasing.ts'
export { changedValues, happeningIn } from './storage/happening.ts'
export { peopleIn } from './storage/people.ts'
export { receiptAt } from './storage/receipts.ts'
export * from './storage/recorded.ts'
export * from './storage/rows.ts'
export { type Places, type Source, sourcesIn } from './storage/sources.ts'
export * from './storage/state.ts'
export * from './storage/Unreadable.ts'
