/**
 * The entry point for `colloquy` and the contract: commands, queries, rebuilding. Not a public API; it changes without
 * notice.
 */
export type * from './app/Accepted.ts'
export type { Inquiry } from './app/Inquiry.ts'
export type { Outcome } from './app/handle.ts'
export { handle, isSettled } from './app/handle.ts'
export * from './app/probe.ts'
export type { InquiryContext, QueryContext } from './app/queries/QueryContext.ts'
export { queryContextOf } from './app/queries/QueryContext.ts'
export type { Shape, Shown } from './app/queries/Shape.ts'
export { customerShape, staffShape } from './app/queries/Shape.ts'
export type { Inquiries } from './app/queries/inquiries.ts'
export { inquiries, queryNames } from './app/queries/inquiries.ts'
export { openPlace, openReadToken, sealPlace, sealVersion } from './app/queries/tokens.ts'
export { watchInput } from './app/queries/watchOptions.ts'
export * from './app/rebuild.ts'
export { sameWho, sideOf, whoIs } from './conversation/Actor.ts'
export type * from './conversation/Command.ts'
export type { RefusalsOf } from './conversation/commands/refusals.ts'
export type {
  Erased,
  Event,
  EventType,
  MessageEvent,
  MessageEventType,
  ReadingEvent,
  RecordEvent,
  Visibility,
} from './conversation/Event.ts'
export { isMessageEvent, traitsOf } from './conversation/Event.ts'
export { isErased } from './conversation/EventCodec.ts'
export type { Refusal, Rejection } from './conversation/Rejection.ts'
export { featureDisabled, invalidCursor, notFound } from './conversation/Rejection.ts'
export { bigAbove } from './conversation/State.ts'
export * from './conversation/ahead.ts'
export { conversationEventTypes, eventTypes } from './conversation/events.ts'
export type { Taken } from './conversation/events/definition.ts'
export * from './conversation/naming.ts'
export { capabilities } from './conversation/policies/Capability.ts'
export * from './conversation/policies/policiesFault.ts'
export * from './conversation/policies/roles.ts'
export { loaded } from './kernel/Lookup.ts'
export { expected, fieldRequired, invalidInput } from './kernel/decoding/Wrong.ts'
export type { OptionNames } from './kernel/options.ts'
export { isText } from './kernel/text.ts'
export { firstTime, lastTime } from './kernel/time.ts'
export * from './projections/rows/phones.ts'
export { queryTerms, terms } from './projections/rows/terms.ts'
export { canSeeDirectly, conversationIn } from './projections/seen/access.ts'
export * from './projections/seen/erasing.ts'
export { customerFilters } from './projections/seen/filters.ts'
export { sortNames } from './projections/seen/sorting.ts'
export { viewNames } from './projections/seen/views.ts'
export { isOwnFollowing } from './projections/seen/visibility.ts'
export { dataOf } from './projections/shown/TimelineEvent.ts'
