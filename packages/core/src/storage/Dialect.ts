/**
 * What differs between databases in the SQL of a condition. Conditions are on a conversation `c` and the viewer's own
 * seat `s`, which may be missing; from clauses yield rows under the aliases that they name.
 */
export type Dialect = {
  /** Conditions that every row and no row passes. */
  readonly always: string
  readonly never: string
  /** Whether a column of an existing row is true, or false. */
  readonly yes: (column: string) => string
  readonly no: (column: string) => string
  /** Whether the row exists and its column is true. */
  readonly has: (column: string) => string
  /** Whether a condition, which may be null, is true, or is not. */
  readonly holds: (test: string, expected: boolean) => string
  /** Whether a column equals a parameter, which is a text or null. */
  readonly is: (column: string, parameter: string, value: string | null) => string
  /** An optimization fence around an inner select. */
  readonly fenced: (select: string) => string
  /** Whether the viewer serves a queue, by `@queues`. */
  readonly served: (queue: string) => string
  /** From: the conversation's links `l` to records granted to the viewer, by `@records`. */
  readonly granted: (conversation: string) => string
  /**
   * From: open conversations `o` of a customer, created after a time and visible by a condition; their seats are `os`.
   */
  readonly later: (customer: string, created: string, visible: string) => string
  /** From: the conversation's links `fl` to records that the viewer follows. */
  readonly followed: string
  /** The condition of the conversation's messages, under an alias. */
  readonly ofConversation: (message: string) => string
  /** From: the viewer's messages `bm` in the conversation, after an ordinal. */
  readonly written: (after: string) => string
  /** Whether an attribute, `a` of `json_each`, equals a parameter; booleans and null are part of the text. */
  readonly attributeIs: (value: string | number | boolean | null, parameter: string) => string
  /** A text among the facts of the event `e`. */
  readonly fact: (...path: ReadonlyArray<string>) => string
}

/** The parameters of a statement, by name. */
export type Parameters = { readonly [name: string]: string | number | null }

/** Whether a select has a row. */
export const existsIn =
  ({ fenced }: Dialect) =>
  (select: string): string =>
    `exists ${fenced(select)}`
