import { parseArgs } from 'node:util'

export const usage = `Writes real conversations to PostgreSQL through several processes at once, kills one of them and the
server in the middle, and compares what was acknowledged, stored and delivered.

  npm run example -- postgres-cluster [--conversations N] [--workers N] [--seed N] [--json]

  --conversations N  how many conversations (default 150)
  --workers N        how many processes write, 2 to 16 (default 4)
  --seed N           which worker dies, and when it and the server do (default: another each time)
  --json             print the figures only, on one line
  --help             print this

DATABASE_URL         a database of yours to use instead; then the server is not killed

Exit codes: 0 all three are equal and the read model is what the events say; 1 not so; 2 nothing could be done.`

export type Arguments = {
  readonly conversations: number
  readonly workers: number
  readonly seed: number
  readonly json: boolean
}

/** What to do, or why not. */
export const readArguments = (
  given: ReadonlyArray<string>,
): Arguments | { readonly help: true } | { readonly problem: string } => {
  const parsed = parse(given)
  if ('problem' in parsed) return parsed
  const { help, json, ...numbers } = parsed.values
  if (help === true) return { help: true }
  const conversations = whole(numbers.conversations ?? '150', 1, 6000)
  if (conversations === null) return { problem: '--conversations takes a number from 1 to 6000.' }
  const workers = whole(numbers.workers ?? '4', 2, 16)
  // With one alone nobody would be left to go on.
  if (workers === null) return { problem: '--workers takes a number from 2 to 16.' }
  const seed = whole(numbers.seed ?? String(Date.now() % 1_000_000), 0, Number.MAX_SAFE_INTEGER)
  if (seed === null) return { problem: '--seed takes a number.' }
  return { conversations, workers, seed, json: json === true }
}

const parse = (given: ReadonlyArray<string>) => {
  try {
    return parseArgs({
      args: [...given],
      options: {
        conversations: { type: 'string' },
        workers: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'The arguments make no sense.' }
  }
}

const whole = (text: string, least: number, most: number): number | null => {
  const value = Number(text)
  return /^\d+$/u.test(text) && value >= least && value <= most ? value : null
}
