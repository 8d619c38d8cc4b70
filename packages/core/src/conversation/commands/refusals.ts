import type { Either } from 'fp-ts/lib/Either.js'
import type { CommandTag } from '../Command.ts'
import type { commands } from '../commands.ts'
import type { RefusalTag } from '../Rejection.ts'

/** Why a command may be refused, by the tag of the rejection, once its input is decoded. */
export type RefusalsOf<Tag extends CommandTag> =
  | AnyRefusal
  | OwnRefusals<Tag>
  | ((typeof commands)[Tag] extends { readonly names: unknown } ? 'RecordUnknown' : never)

/** What every command may be refused for, before its own rules are asked. */
type AnyRefusal = 'FeatureDisabled' | 'NotFound' | 'Forbidden' | 'InvalidInput' | 'IdempotencyConflict'

/** What the command's own rules refuse, as the types of their functions say. */
export type OwnRefusals<Tag extends CommandTag> = In<(typeof commands)[Tag]>

/** The refusals in what the rules answer. `moved` and `needs` answer none. */
type In<Rules> =
  | TagIn<Part<Rules, 'may'>>
  | TagIn<Part<Rules, 'decide'>>
  | TagIn<Part<Part<Rules, 'again'>, 'decide'>>
  | TagIn<Part<Rules, 'absent'>>
  | TagIn<Part<Part<Rules, 'elsewhere'>, 'absent'>>

type Part<Whole, Name extends string> = Whole extends { readonly [N in Name]: infer P } ? P : never

type TagIn<Answer> = Answer extends (...given: never) => infer Given
  ? TagIn<Given>
  : Answer extends Either<infer Left, unknown>
    ? TagOf<Left>
    : TagOf<Answer>

type TagOf<Left> = Left extends { readonly _tag: infer Tag extends RefusalTag } ? Tag : never
