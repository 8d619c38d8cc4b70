import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

export const usage = `Imports conversations into a SQLite file and shows them as an agent and as a customer see them.

  npm start -- [FILE] [--database FILE] [--json]

  FILE             conversations as JSON Lines, .jsonl or .jsonl.gz (default: those that come with the example)
  --database FILE  the SQLite file (default: one in the temp folder for each input file)
  --json           print the figures only, on one line
  --help           print this

Exit codes: 0 all imported; 1 some lines could not be, or the file ends too early; 2 nothing could be done.`

export type Arguments = { readonly input: string; readonly database: string; readonly json: boolean }

/** What to do, or why not. */
export const readArguments = (
  given: ReadonlyArray<string>,
): Arguments | { readonly help: true } | { readonly problem: string } => {
  const parsed = parse(given)
  if ('problem' in parsed) return parsed
  const { values, positionals } = parsed
  if (values.help === true) return { help: true }
  if (positionals.length > 1) return { problem: 'Give one file at most.' }
  const shipped = join(dirname(fileURLToPath(import.meta.url)), 'conversations.jsonl')
  const input = resolve(positionals[0] ?? shipped)
  if (!existsSync(input)) return { problem: `There is no file ${input}` }
  return { input, database: resolve(values.database ?? databaseFor(input)), json: values.json === true }
}

const parse = (given: ReadonlyArray<string>) => {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        database: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'The arguments make no sense.' }
  }
}

// Another file of the same name is another database: its folder is part of the key.
const databaseFor = (input: string): string => {
  const name = basename(input).replace(/\.jsonl(\.gz)?$/u, '')
  const key = createHash('sha256').update(input).digest('hex').slice(0, 8)
  return join(tmpdir(), `colloquy-quickstart-${name}-${key}.db`)
}
