import { compareText, type Difference, type StreamKey, type TermRow } from '@colloquy/core'
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
  const wanted = new Map(folded.map((row) => [String(row.version), new Set(lexemesOf(row))]))
  const stored = new Map(
    found.map(([version, lexemes]) => [
      String(version),
      new Set(Array.isArray(lexemes) ? lexemes.map(String) : []),
    ]),
  )
  const keys = [...new Set([...wanted.keys(), ...stored.keys()])].sort(compareText)
  const differences = keys.flatMap((key): ReadonlyArray<Difference> => {
    const want = wanted.get(key)
    const have = stored.get(key)
    const at = { stream, table: 'term', key }
    if (want === undefined) return [{ ...at, found: 'extra', columns: [] }]
    if (have === undefined) return [{ ...at, found: 'missing', columns: [] }]
    const columns = [...new Set([...differing(want, have), ...differing(have, want)].map(fieldOf))]
    return columns.length === 0 ? [] : [{ ...at, found: 'different', columns: columns.sort(compareText) }]
  })
  if (write && differences.length > 0) await mend(connection, stream, differences, folded)
  return differences
}

const differing = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlyArray<string> =>
  [...a].filter((lexeme) => !b.has(lexeme))

const mend = async (
  connection: Connection,
  { tenant, conversation }: StreamKey,
  differences: ReadonlyArray<Difference>,
  folded: ReadonlyArray<TermRow>,
): Promise<void> => {
  const wrong = new Set(differences.map(({ key }) => key))
  const old = [...wrong].map((key) => ({ conversation, version: Number(key) }))
  const put = folded
    .filter(({ version }) => wrong.has(String(version)))
    .map((row) => ({ conversation, version: row.version, terms: lexemesOf(row) }))
  const steps: ReadonlyArray<Step> = [
    { sql: removeTerms, rows: old, table: 'term', part: null },
    ...(put.length === 0 ? [] : [partStep('term', put, 'term')]),
  ]
  await connection.send(statementsFor(connection, tenant, steps))
}
