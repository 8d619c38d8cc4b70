import type { Reason, ReasonOf } from './Reason.ts'

type Tag = Reason['_tag']
type FieldsOf<T extends Tag> = Omit<ReasonOf<T>, '_tag'>

/** Makes a reason: `reason('NotFound')`, `reason('Forbidden', { capability: 'assign' })`. */
export const reason = <T extends Tag>(
  _tag: T,
  ...[fields]: {} extends FieldsOf<T> ? [] : [FieldsOf<T>]
): ReasonOf<T> =>
  // The parameters ask for the fields of the tag.
  ({ ...fields, _tag }) as unknown as ReasonOf<T>

type Cases<T extends Tag, B> = { readonly [Each in T]: (reason: ReasonOf<Each>) => B }

type Match = {
  <T extends Tag, B>(cases: Cases<T, B>): (reason: ReasonOf<T>) => B
  <T extends Tag, B>(cases: Cases<T, B>, otherwise: (reason: Reason) => B): (reason: Reason) => B
}

/**
 * Makes a function of reasons from a case for each tag. Without `otherwise` it takes no reason that has no case: of what
 * `pick` answers, the cases that `pick` can be refused for are enough.
 *
 * @param cases A function for each tag, given the reason with its fields.
 * @param otherwise What is done with every other reason; without it, one is a `TypeError` in plain JavaScript.
 *
 * @example
 * import { match, reason } from 'colloquy/fp'
 *
 * const status = match({ NotFound: () => 404, Forbidden: () => 403 }, () => 500)
 * console.log(status(reason('NotFound')), status(reason('EmptyBody'))) // 404 500
 */
export const match: Match =
  <B>(cases: Partial<Cases<Tag, B>>, otherwise?: (reason: Reason) => B) =>
  (given: Reason): B => {
    // Each case is given its own tag's reason.
    const found = (Object.hasOwn(cases, given._tag) ? cases[given._tag] : otherwise) as
      | ((reason: Reason) => B)
      | undefined
    if (found === undefined)
      throw new TypeError(`match: no case for ${given._tag}, and no function for all others`)
    return found(given)
  }
