import type { Capability } from './policies/Capability.ts'
import type { Time } from './Ids.ts'

/**
 * Why a command or query was refused: something its caller can mend. Holds names of fields and limits, never
 * anything that somebody wrote.
 */
export type Rejection =
  | { readonly _tag: 'NotFound' }
  | { readonly _tag: 'Forbidden'; readonly capability: Capability | null }
  | { readonly _tag: 'FeatureDisabled' }
  | { readonly _tag: 'InvalidInput'; readonly field: string; readonly limit?: number | string }
  | { readonly _tag: 'FieldRequired'; readonly field: string }
  | { readonly _tag: 'EmptyBody' }
  | { readonly _tag: 'ConversationClosed' }
  | { readonly _tag: 'ConversationLocked' }
  | { readonly _tag: 'MustBeClosed' }
  | { readonly _tag: 'AlreadyAssigned' }
  | { readonly _tag: 'NotPicked' }
  | { readonly _tag: 'StillAssigned' }
  | { readonly _tag: 'IsCustomer' }
  | { readonly _tag: 'CustomerInInternal' }
  | { readonly _tag: 'VisibilityExceedsConversation' }
  | { readonly _tag: 'ConfirmationRequired' }
  | { readonly _tag: 'PostAsForbidden' }
  | { readonly _tag: 'RecordUnknown' }
  | { readonly _tag: 'NotLinked' }
  | { readonly _tag: 'ContextTypeUnsupported' }
  | { readonly _tag: 'CreationNotAllowed' }
  | { readonly _tag: 'InvalidTarget' }
  | { readonly _tag: 'DuplicateId' }
  | { readonly _tag: 'InvalidCursor' }
  | { readonly _tag: 'WindowClosed'; readonly closedAt: Time }
  | { readonly _tag: 'OptedOut' }
  | { readonly _tag: 'OutsideHours'; readonly opensAt: Time }
  | { readonly _tag: 'TemplateInvalid' }
  | { readonly _tag: 'AttachmentType' }
  | { readonly _tag: 'AttachmentSize' }
  | { readonly _tag: 'IdempotencyConflict' }

type Bare = Exclude<Rejection, { readonly capability: unknown } | { readonly field: string } | { readonly closedAt: Time } | { readonly opensAt: Time }>
const bare = (_tag: Bare['_tag']): Rejection => ({ _tag })

export const notFound: Rejection = bare('NotFound')
export const featureDisabled: Rejection = bare('FeatureDisabled')
export const emptyBody: Rejection = bare('EmptyBody')
export const conversationClosed: Rejection = bare('ConversationClosed')
export const conversationLocked: Rejection = bare('ConversationLocked')
export const mustBeClosed: Rejection = bare('MustBeClosed')
export const alreadyAssigned: Rejection = bare('AlreadyAssigned')
export const notPicked: Rejection = bare('NotPicked')
export const stillAssigned: Rejection = bare('StillAssigned')
export const isCustomer: Rejection = bare('IsCustomer')
export const customerInInternal: Rejection = bare('CustomerInInternal')
export const visibilityExceedsConversation: Rejection = bare('VisibilityExceedsConversation')
export const confirmationRequired: Rejection = bare('ConfirmationRequired')
export const postAsForbidden: Rejection = bare('PostAsForbidden')
export const recordUnknown: Rejection = bare('RecordUnknown')
export const notLinked: Rejection = bare('NotLinked')
export const contextTypeUnsupported: Rejection = bare('ContextTypeUnsupported')
export const creationNotAllowed: Rejection = bare('CreationNotAllowed')
export const invalidTarget: Rejection = bare('InvalidTarget')
export const duplicateId: Rejection = bare('DuplicateId')
export const invalidCursor: Rejection = bare('InvalidCursor')
export const idempotencyConflict: Rejection = bare('IdempotencyConflict')
export const forbidden = (capability: Capability | null): Rejection => ({ _tag: 'Forbidden', capability })
export const fieldRequired = (field: string): Rejection => ({ _tag: 'FieldRequired', field })
export const invalidInput = (field: string, limit?: number | string): Rejection =>
  limit === undefined ? { _tag: 'InvalidInput', field } : { _tag: 'InvalidInput', field, limit }
