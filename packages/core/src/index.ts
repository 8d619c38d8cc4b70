/**
 * The entry point for applications: policies, capabilities, and what sessions show. `colloquy` re-exports all of it.
 */
export type { CustomerShown, StaffShown } from './app/queries/Shape.ts'
export type {
  InboxPage,
  Indicator,
  Page,
  PublicUnread,
  RecordCounts,
  RecordPage,
  RecordTotals,
  SearchPage,
  StaffUnread,
  TimelinePage,
} from './app/queries/answers.ts'
export type {
  CursorOptions,
  FilterOptions,
  InboxOptions,
  PageOptions,
  SearchOptions,
  TimelineOptions,
} from './app/queries/inquiries.ts'
export type { Kind } from './conversation/Actor.ts'
export type { Attributes } from './conversation/Event.ts'
export type { RecordRef } from './conversation/Ids.ts'
export type { Capability, RoleMark } from './conversation/policies/Capability.ts'
export { roles } from './conversation/policies/Capability.ts'
export type { Policies, TypePolicies } from './conversation/policies/Policies.ts'
export { extend } from './conversation/policies/extend.ts'
export { presets } from './conversation/policies/presets.ts'
export type { View } from './projections/seen/views.ts'
export type { AuditEntry } from './projections/shown/AuditEntry.ts'
export type { CustomerConversation } from './projections/shown/CustomerConversation.ts'
export type { PublicParticipant, StaffParticipant } from './projections/shown/Person.ts'
export type { PublicMessage } from './projections/shown/PublicMessage.ts'
export type { StaffConversation } from './projections/shown/StaffConversation.ts'
export type { StaffMessage } from './projections/shown/StaffMessage.ts'
export type { PublicEvent, StaffEvent } from './projections/shown/TimelineEvent.ts'
