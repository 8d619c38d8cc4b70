import { compareText, type Difference, type StreamKey, type TermRow, wrongRows } from '@colloquy/core'
import type { Connection, Row } from './Connection.ts'
import { removeTerms } from './sql/removeTerms.ts'
import { partStep, statementsFor, type Step } from './write/Step.ts'
import { fieldOf, lexemesOf } from './write/terms.ts'

/** Compares what search holds, word by word; with `write` it also puts it right. */
export const refoldTerms = async (
  connection: Connection,
  stream: StreamKey,
  found: ReadonlyArray<Row>,
  folded: ReadonlyArray<TermRow>,
  write: boolean,
): Promise<ReadonlyArray<Difference>> => {
  const wrong = wrongRows(
    { stream, table: 'term' },
    folded.map((row) => [String(row.version), { row, lexemes: new Set(lexemesOf(row)) }] as const),
    found.map(
      ([version, lexemes]) =>
        [String(version), new Set(Array.isArray(lexemes) ? lexemes.map(String) : [])] as const,
    ),
    ({ lexemes }, have) =>
      [...new Set([...differing(lexemes, have), ...differing(have, lexemes)].map(fieldOf))].sort(compareText),
  )
  if (write && wrong.length > 0) {
    await mend(
      connection,
      stream,
      wrong.map(({ difference }) => Number(difference.key)),
      wrong.flatMap(({ want }) => want?.row ?? []),
    )
  }
  return wrong.map(({ difference }) => difference)
}

const differing = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlyArray<string> =>
  [...a].filter((lexeme) => !b.has(lexeme))

const mend = async (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  versions: ReadonlyArray<number>,
  put: ReadonlyArray<TermRow>,
): Promise<void> => {
  const old = versions.map((version) => ({ conversation, version }))
  const rows = put.map((row) => ({ conversation, version: row.version, terms: lexemesOf(row) }))
  const steps: ReadonlyArray<Step> = [
    { sql: removeTerms, rows: old, table: 'term', part: null },
    ...(rows.length === 0 ? [] : [partStep('term', rows, 'term')]),
  ]
  await connection.send(statementsFor(connection, tenant, steps))
}
