import type { Either } from 'fp-ts/lib/Either.js'
import type { CommandTag } from '../Command.ts'
import type { commands } from '../commands.ts'
import type { RefusalTag } from '../Rejection.ts'

/** The possible refusals of a decoded command, by its tag. */
export type RefusalsOf<Tag extends CommandTag> =
  | AnyRefusal
  | OwnRefusals<Tag>
  | ((typeof commands)[Tag] extends { readonly names: unknown } ? 'RecordUnknown' : never)

/** The refusals that every command shares. */
type AnyRefusal = 'FeatureDisabled' | 'NotFound' | 'Forbidden' | 'InvalidInput' | 'IdempotencyConflict'

/** The refusals of the command's own rules, inferred from their types. */
export type OwnRefusals<Tag extends CommandTag> = In<(typeof commands)[Tag]>

/** The refusals in the return types of the rules; `moved` and `needs` have none. */
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
