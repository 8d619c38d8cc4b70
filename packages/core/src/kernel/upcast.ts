import * as E from 'fp-ts/lib/Either.js'

/** A type guard for facts of the newest schema. */
type Guard<A> = { readonly is: (value: unknown) => value is A }
/** Migrates the facts of one schema to the next. Never reads personal content. */
export type Upcaster = (facts: object) => object

/** The stored form of an event type: its newest schema is one more than its upcasters. */
type Form<Facts> = {
  readonly facts: Guard<Facts>
  /** The first migrates schema 1 to schema 2. */
  readonly upcasters: ReadonlyArray<Upcaster>
}

export type Undecodable = 'unknown-schema' | 'malformed'

export const newestSchema = ({ upcasters }: Form<unknown>): number => upcasters.length + 1

/** Upcasts stored facts to the newest schema. A schema newer than the code is refused. */
export const upcast = <Facts>(
  form: Form<Facts>,
  schema: number,
  facts: object,
): E.Either<Undecodable, Facts> => {
  if (!Number.isInteger(schema) || schema < 1 || schema > newestSchema(form)) return E.left('unknown-schema')
  const newest = form.upcasters.slice(schema - 1).reduce((older, upcaster) => upcaster(older), facts)
  return form.facts.is(newest) ? E.right(newest) : E.left('malformed')
}
