import { createHash } from 'node:crypto'
import type { TermRow } from '@colloquy/core/storage'

const scopes = new Map<string, string>()

/**
 * A tenant as the beginning of every word of the index: search is bound to a tenant by it, before anything is read.
 * Should two tenants ever share one, a search reads words of both and the test on the tenant leaves out the other's.
 */
export const scopeOf = (tenant: string): string => {
  const known = scopes.get(tenant)
  if (known !== undefined) return known
  const scope = createHash('sha256').update(tenant).digest('hex').slice(0, 10)
  if (scopes.size > 10_000) scopes.clear()
  scopes.set(tenant, scope)
  return scope
}

/** Digits from the end, so that the end of a number is found as the beginning of a word. */
export const reversed = (digits: string): string => Array.from(digits).reverse().join('')

/** Where a word stands: in a message, a subject, a name or a phone number. */
type Field = 'b' | 's' | 'n' | 'p'

const lexeme = (scope: string, field: Field, word: string): string => `${scope}${field}${word}`

/** What the index holds of one event: each word with its tenant and with where it stands, in the index's order. */
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

/** What a word of the index stands for, by the name of its column elsewhere. */
export const fieldOf = (word: string): string => columns[word.charAt(10) as Field] ?? 'tenant'

/** The beginning of a word, in the notation of a tsquery. */
const beginning = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`

/** Asks for the beginnings of all these words at one place. */
export const allOf = (tenant: string, field: Field, words: ReadonlyArray<string>): string => {
  const scope = scopeOf(tenant)
  return `(${words.map((word) => beginning(lexeme(scope, field, word))).join(' & ')})`
}

/** Asks for either. */
export const either = (one: string, other: string): string => `${one} | ${other}`
