import { createHash } from 'node:crypto'
import type { TermRow } from '@colloquy/core/storage'

const scopes = new Map<string, string>()

/**
 * A tenant as a prefix of every word of the index: it restricts a search to the tenant before anything is read. If two
 * tenants had the same prefix, the condition on the tenant would still exclude the other's rows.
 */
export const scopeOf = (tenant: string): string => {
  const known = scopes.get(tenant)
  if (known !== undefined) return known
  const scope = createHash('sha256').update(tenant).digest('hex').slice(0, 10)
  if (scopes.size > 10_000) scopes.clear()
  scopes.set(tenant, scope)
  return scope
}

/** Reversed digits: a suffix of a number becomes a prefix of a word. */
export const reversed = (digits: string): string => Array.from(digits).reverse().join('')

/** The field of a word: a message, a subject, a name or a phone number. */
type Field = 'b' | 's' | 'n' | 'p'

const lexeme = (scope: string, field: Field, word: string): string => `${scope}${field}${word}`

/** The words of one event: each with its tenant and its field, in the index's order. */
export const lexemesOf = ({ tenant, body, subject, name, phone }: TermRow): ReadonlyArray<string> => {
  const scope = scopeOf(tenant)
  const of = (field: Field, words: ReadonlyArray<string>) =>
    words.toSorted().map((word) => lexeme(scope, field, word))
  return [
    ...of('b', body),
    ...of('n', name),
    ...(phone === null ? [] : of('p', [reversed(phone)])),
    ...of('s', subject),
  ]
}

const columns: { readonly [F in Field]: string } = { b: 'body', s: 'subject', n: 'name', p: 'phone' }

/** The field of an indexed word, by its column's name elsewhere. */
export const fieldOf = (word: string): string => columns[word.charAt(10) as Field] ?? 'tenant'

/** A prefix in tsquery syntax. */
const beginning = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`

/** A tsquery for all these prefixes in one field. */
export const allOf = (tenant: string, field: Field, words: ReadonlyArray<string>): string => {
  const scope = scopeOf(tenant)
  return `(${words.map((word) => beginning(lexeme(scope, field, word))).join(' & ')})`
}

/** A tsquery for either. */
export const either = (one: string, other: string): string => `${one} | ${other}`
