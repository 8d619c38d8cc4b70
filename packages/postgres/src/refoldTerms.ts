import { compareText, type Difference, type StreamKey, type TermRow, wrongRows } from '@colloquy/core/storage'
import type { Connection, Row } from './Connection.ts'
import { removeTerms } from './sql/terms.ts'
import { partStep, statementsFor, type Step } from './write/Step.ts'
import { fieldOf, lexemesOf } from './write/terms.ts'

/** Compares search terms word by word; with `write` it also corrects them. */
export const refoldTerms = async (
  connection: Connection,
  stream: StreamKey,
  found: ReadonlyArray<Row>,
  folded: ReadonlyArray<TermRow>,
  write: boolean,
): Promise<ReadonlyArray<Difference>> => {
  const wrong = wrongRows(
    { stream, table: 'term' },
    folded.map((row) => [String(row.version), row] as const),
    found.map(([version, lexemes]) => [String(version), String(lexemes)] as const),
    fieldsThatDiffer,
  )
  if (write && wrong.length > 0) {
    await mend(
      connection,
      stream,
      wrong.map(({ difference }) => Number(difference.key)),
      wrong.flatMap(({ want }) => want ?? []),
    )
  }
  return wrong.map(({ difference }) => difference)
}

/** `have`: the words as a JSON array in byte order; most are equal already as text. */
const fieldsThatDiffer = (want: TermRow, have: string): ReadonlyArray<string> => {
  const lexemes = lexemesOf(want)
  if (JSON.stringify(lexemes) === have) return []
  const [wanted, stored] = [new Set(lexemes), new Set(wordsIn(have))]
  const differing = [...outside(stored, wanted), ...outside(wanted, stored)]
  return [...new Set(differing.map(fieldOf))].sort(compareText)
}

const wordsIn = (json: string): ReadonlyArray<string> => {
  const words: unknown = JSON.parse(json)
  return Array.isArray(words) ? words.map(String) : []
}

const outside = (within: ReadonlySet<string>, words: ReadonlySet<string>): ReadonlyArray<string> =>
  [...words].filter((lexeme) => !within.has(lexeme))

const mend = async (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  versions: ReadonlyArray<number>,
  put: ReadonlyArray<TermRow>,
): Promise<void> => {
  const old = versions.map((version) => ({ conversation, version }))
  const rows = put.map((row) => ({ conversation, version: row.version, terms: lexemesOf(row) }))
  const steps: ReadonlyArray<Step> = [
    { sql: removeTerms, rows: JSON.stringify(old), table: 'term', part: null },
    ...(rows.length === 0 ? [] : [partStep('term', JSON.stringify(rows), 'term')]),
  ]
  await connection.send(statementsFor(connection, tenant, steps))
}
