import { type Difference, type StreamKey, type TermRow, wrongRows } from '@colloquy/core/storage'
import type { Connection } from './Connection.ts'
import { holdsTerms, removeTerm, storedTerms } from './sql/terms.ts'
import { digestOf, putTerm, reversed, scopeOf, storedNumber } from './write/terms.ts'

type Stored = { readonly n: number; readonly sizes: ReadonlyArray<number>; readonly digest: unknown }
const fields = ['body', 'subject', 'name', 'phone'] as const

/**
 * Compares search terms by the number of words in each column and the digest stored with them. Only where these differ
 * are the words themselves searched for, to find the wrong column: a column with the right number of words that
 * contains each of them is right, because each word occurs once.
 */
export const refoldTerms = (
  connection: Connection,
  stream: StreamKey,
  folded: ReadonlyArray<TermRow>,
  write: boolean,
): ReadonlyArray<Difference> => {
  const wrong = wrongRows(
    { stream, table: 'term' },
    folded.map((row) => [String(row.version), row] as const),
    storedOf(connection, stream),
    (want, have) => differing(connection, want, have),
  )
  if (write) {
    const numberOf = storedNumber(connection)
    for (const { have, want } of wrong) {
      if (have !== null) connection.prepare(removeTerm).run(have.n)
      if (want !== null) putTerm(connection, want, numberOf)
    }
  }
  return wrong.map(({ difference }) => difference)
}

const storedOf = (
  connection: Connection,
  { tenant, conversation }: StreamKey,
): ReadonlyArray<readonly [string, Stored]> =>
  connection
    .raw(storedTerms)
    .all(tenant, conversation)
    .map(([version, n, sizes, digest]) => [String(version), { n: Number(n), sizes: sizesIn(sizes), digest }])

/** Decodes SQLite's variable-length integers: seven bits a byte, the highest first. */
const sizesIn = (hex: unknown): ReadonlyArray<number> => {
  if (typeof hex !== 'string') return []
  const sizes: Array<number> = []
  let value = 0
  for (let at = 0; at < hex.length; at += 2) {
    const byte = Number.parseInt(hex.slice(at, at + 2), 16)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      sizes.push(value)
      value = 0
    }
  }
  return sizes
}

const wordsOf = (row: TermRow, field: (typeof fields)[number]): ReadonlyArray<string> => {
  if (field !== 'phone') return row[field]
  return row.phone === null ? [] : [reversed(row.phone)]
}

const differing = (
  connection: Connection,
  want: TermRow,
  { n, sizes, digest }: Stored,
): ReadonlyArray<string> => {
  const sized = sizes[0] === 1 && fields.every((field, i) => sizes[i + 1] === wordsOf(want, field).length)
  if (sized && digest === digestOf(want)) return []
  const wrong = [
    ...(holds(connection, n, 'scope', [scopeOf(want.tenant)], sizes[0]) ? [] : ['tenant']),
    ...fields.filter((field, i) => !holds(connection, n, field, wordsOf(want, field), sizes[i + 1])),
  ]
  return wrong.length === 0 ? ['digest'] : wrong
}

/** The number of words in one expression, far below its limit. */
const chunk = 100

const holds = (
  connection: Connection,
  n: number,
  column: string,
  words: ReadonlyArray<string>,
  size: number | undefined,
): boolean => {
  if (size !== words.length) return false
  for (let i = 0; i < words.length; i += chunk) {
    const all = words.slice(i, i + chunk).map((word) => `"${word.replaceAll('"', '""')}"`)
    if (connection.raw(holdsTerms).get(`${column} : (${all.join(' AND ')})`, n) === undefined) return false
  }
  return true
}
