/**
 * What differs between databases in the SQL of a condition. Conditions are about a conversation `c` and the viewer's
 * own seat `s`, which may not be there; from clauses yield rows under the aliases that they name.
 */
export type Dialect = {
  /** Tests that every row and no row passes. */
  readonly always: string
  readonly never: string
  /** Whether a column of a row that is there says yes, or no. */
  readonly yes: (column: string) => string
  readonly no: (column: string) => string
  /** Whether a row is there whose column says yes. */
  readonly has: (column: string) => string
  /** Whether a test, which may be null, is true, or is not. */
  readonly holds: (test: string, expected: boolean) => string
  /** Whether a column is what a parameter is given: a text, or null. */
  readonly is: (column: string, parameter: string, value: string | null) => string
  /** A select within another, which the planner leaves as it is. */
  readonly fenced: (select: string) => string
  /** Whether a queue is among those that the viewer serves, `@queues`. */
  readonly served: (queue: string) => string
  /** From: the links `l` of a conversation to the records that were granted to the viewer, `@records`. */
  readonly granted: (conversation: string) => string
  /** From: open conversations `o` of a customer, later than a time and visible by a test; their seats are `os`. */
  readonly later: (customer: string, created: string, visible: string) => string
  /** From: the conversation's links `fl` to records that the viewer follows. */
  readonly followed: string
  /** Which messages, under an alias, are the conversation's. */
  readonly ofConversation: (message: string) => string
  /** From: the viewer's messages `bm` in the conversation, after an ordinal. */
  readonly written: (after: string) => string
  /** Whether an attribute, `a` of `json_each`, is what a parameter is given; booleans and null are part of the text. */
  readonly attributeIs: (value: string | number | boolean | null, parameter: string) => string
  /** A text among the facts of the event `e`. */
  readonly fact: (...path: ReadonlyArray<string>) => string
}

/** What a statement is given, by name. */
export type Parameters = { readonly [name: string]: string | number | null }

/** Whether a select finds anything. */
export const existsIn =
  ({ fenced }: Dialect) =>
  (select: string): string =>
    `exists ${fenced(select)}`
