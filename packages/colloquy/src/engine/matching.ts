import type { Reason, ReasonOf } from './Reason.ts'

type Tag = Reason['_tag']
type FieldsOf<T extends Tag> = Omit<ReasonOf<T>, '_tag'>

/** Makes a reason: `reason('NotFound')`, `reason('Forbidden', { capability: 'assign' })`. */
export const reason = <T extends Tag>(
  _tag: T,
  ...[fields]: {} extends FieldsOf<T> ? [] : [FieldsOf<T>]
): ReasonOf<T> =>
  // The parameters ask for the fields of the tag.
  ({ _tag, ...fields }) as unknown as ReasonOf<T>

/**
 * Does for each reason what its case says. It takes no reason that has no case: of what `pick` answers, the cases that
 * `pick` can be refused for are enough.
 */
export const match =
  <T extends Tag, B>(cases: { readonly [Each in T]: (reason: ReasonOf<Each>) => B }) =>
  (reason: ReasonOf<T>): B =>
    // Each case is given its own tag's reason.
    (cases[reason._tag as T] as (reason: ReasonOf<T>) => B)(reason)
