import type { Wrong } from '../kernel/decoding/Wrong.ts'
import type { Capability } from './policies/Capability.ts'
import type { Time } from './Ids.ts'

export { expected, fieldRequired, invalidInput } from '../kernel/decoding/Wrong.ts'

/**
 * Why a command or query was refused: an error that its caller can fix. It contains names of fields and limits, never
 * content.
 */
export type Rejection =
  | Wrong
  | { [Tag in Plain]: { readonly _tag: Tag } }[Plain]
  | { readonly _tag: 'Forbidden'; readonly capability: Capability | null }
  | { readonly _tag: 'WindowClosed'; readonly closedAt: Time }
  | { readonly _tag: 'OutsideHours'; readonly opensAt: Time }

export type RefusalTag = Rejection['_tag']
/** A rejection with one of these tags; it lists a function's refusals in its type. */
export type Refusal<Tag extends RefusalTag> = Extract<Rejection, { readonly _tag: Tag }>

/** The rejections without fields. */
type Plain =
  | 'NotFound'
  | 'FeatureDisabled'
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

const bare = <Tag extends Plain>(_tag: Tag): { readonly _tag: Tag } => ({ _tag })

export const notFound = bare('NotFound')
export const featureDisabled = bare('FeatureDisabled')
export const conversationClosed = bare('ConversationClosed')
export const conversationLocked = bare('ConversationLocked')
export const mustBeClosed = bare('MustBeClosed')
export const alreadyAssigned = bare('AlreadyAssigned')
export const notPicked = bare('NotPicked')
export const stillAssigned = bare('StillAssigned')
export const isCustomer = bare('IsCustomer')
export const customerInInternal = bare('CustomerInInternal')
export const visibilityExceedsConversation = bare('VisibilityExceedsConversation')
export const confirmationRequired = bare('ConfirmationRequired')
export const postAsForbidden = bare('PostAsForbidden')
export const recordUnknown = bare('RecordUnknown')
export const notLinked = bare('NotLinked')
export const contextTypeUnsupported = bare('ContextTypeUnsupported')
export const creationNotAllowed = bare('CreationNotAllowed')
export const invalidTarget = bare('InvalidTarget')
export const duplicateId = bare('DuplicateId')
export const invalidCursor = bare('InvalidCursor')
export const idempotencyConflict = bare('IdempotencyConflict')
export const forbidden = (capability: Capability | null): Refusal<'Forbidden'> => ({
  _tag: 'Forbidden',
  capability,
})
