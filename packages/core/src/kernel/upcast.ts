import * as E from 'fp-ts/lib/Either.js'

/** Tells whether plain data read from the log has the form that the newest code expects. */
type Guard<A> = { readonly is: (value: unknown) => value is A }
/** Brings the facts of one older schema to the next. Never sees personal content. */
export type Upcaster = (facts: object) => object

/** How one type of event is stored: its newest schema is one more than it has upcasters. */
type Form<Facts> = {
  readonly facts: Guard<Facts>
  /** From schema 1 on. */
  readonly upcasters: ReadonlyArray<Upcaster>
}

export type Undecodable = 'unknown-schema' | 'malformed'

export const newestSchema = ({ upcasters }: Form<unknown>): number => upcasters.length + 1

/** The facts of a stored event in the newest form. A schema newer than the code is refused: code never guesses. */
export const upcast = <Facts>(
  form: Form<Facts>,
  schema: number,
  facts: object,
): E.Either<Undecodable, Facts> => {
  if (!Number.isInteger(schema) || schema < 1 || schema > newestSchema(form)) return E.left('unknown-schema')
  const newest = form.upcasters.slice(schema - 1).reduce((older, upcaster) => upcaster(older), facts)
  return form.facts.is(newest) ? E.right(newest) : E.left('malformed')
}
