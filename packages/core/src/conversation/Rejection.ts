import type { Capability } from './policies/Capability.ts'
import type { Time } from './Ids.ts'

/**
 * Why a command or query was refused: something its caller can mend. Holds names of fields and limits, never
 * anything that somebody wrote.
 */
export type Rejection =
  | { readonly _tag: Plain }
  | { readonly _tag: 'Forbidden'; readonly capability: Capability | null }
  | {
      readonly _tag: 'InvalidInput'
      readonly field: string
      readonly limit?: number | string
      /** What would be valid, in words. */
      readonly expected: string
    }
  | { readonly _tag: 'FieldRequired'; readonly field: string }
  | { readonly _tag: 'WindowClosed'; readonly closedAt: Time }
  | { readonly _tag: 'OutsideHours'; readonly opensAt: Time }

/** The refusals that need no more said. */
type Plain =
  | 'NotFound'
  | 'FeatureDisabled'
  | 'EmptyBody'
  | 'ConversationClosed'
  | 'ConversationLocked'
  | 'MustBeClosed'
  | 'AlreadyAssigned'
  | 'NotPicked'
  | 'StillAssigned'
  | 'IsCustomer'
  | 'CustomerInInternal'
  | 'VisibilityExceedsConversation'
  | 'ConfirmationRequired'
  | 'PostAsForbidden'
  | 'RecordUnknown'
  | 'NotLinked'
  | 'ContextTypeUnsupported'
  | 'CreationNotAllowed'
  | 'InvalidTarget'
  | 'DuplicateId'
  | 'InvalidCursor'
  | 'OptedOut'
  | 'TemplateInvalid'
  | 'AttachmentType'
  | 'AttachmentSize'
  | 'IdempotencyConflict'

const bare = (_tag: Plain): Rejection => ({ _tag })

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
/** A bound was crossed; `what`: what would be valid, in words. */
export const invalidInput = (field: string, limit: number | string, what: string): Rejection => ({
  _tag: 'InvalidInput',
  field,
  limit,
  expected: what,
})
/** The same where no bound was crossed. */
export const expected = (field: string, what: string): Rejection => ({
  _tag: 'InvalidInput',
  field,
  expected: what,
})
