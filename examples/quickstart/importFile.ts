import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Chat, type Importable, readJsonLines } from 'colloquy'
import { startProgress } from './progress.ts'
import { type Person, readStar } from './star.ts'
import { tenant } from './tenant.ts'
import { toImport } from './toImport.ts'

export type Imported = {
  readonly counts: {
    readonly conversations: number
    readonly messages: number
    readonly public: number
    readonly internal: number
    /** Messages that were not there before. */
    readonly added: number
    /** Lines that could not be imported, or not whole. */
    readonly failed: number
  }
  /** Why the file could not be read to its end; null where it was. */
  readonly unread: string | null
  /** The agent with the most conversations; null where there are none. */
  readonly busiest: Person | null
  /** What customers are called, by id. */
  readonly names: ReadonlyMap<string, string>
}

/** Imports a file of conversations and names the lines that could not be, on the error stream. */
export const importFile = async (chat: Chat, path: string): Promise<Imported> => {
  const { size } = await stat(path)
  const file = createReadStream(path)
  const bytes = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file
  const malformed: Array<Problem> = []
  const endings: Array<string> = []
  const people = newPeople()
  const progress = startProgress()
  try {
    const { conversations, messages, ...imported } = await chat.import(
      conversationsOf(
        asFarAsItGoes(bytes, (problem) => endings.push(problem)),
        malformed,
        people,
      ),
      {
        tenant,
        // As if all had come in today: what others wrote is news to everybody, which gives the indicator something to show.
        unread: 'asPosted',
        onProgress: (done) => progress.update(size === 0 ? 1 : file.bytesRead / size, done.conversations),
      },
    )
    const refused = imported.failed.map(({ number, reason }) => ({ line: number, problem: describe(reason) }))
    const unread = endings[0] ?? null
    const problems = [...malformed, ...refused].sort((a, b) => a.line - b.line)
    progress.stop()
    for (const { line, problem } of problems) console.error(`${path}: line ${line}: ${problem}`)
    if (unread !== null) console.error(`${path}: ${unread}`)
    const failed = new Set(problems.map(({ line }) => line)).size
    const { public: open, internal, added } = imported
    return {
      counts: { conversations, messages, public: open, internal, added, failed },
      unread,
      busiest: people.busiest(),
      names: people.names,
    }
  } finally {
    progress.stop()
    file.destroy()
  }
}

/** The bytes of a file that may be cut off or damaged: what comes before is as good as any. */
async function* asFarAsItGoes(
  bytes: AsyncIterable<Uint8Array>,
  tell: (problem: string) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    tell(reasons[code] ?? `it could not be read (${code})`)
  }
}

const reasons: { readonly [code: string]: string } = {
  Z_BUF_ERROR: 'it ends too early, and the rest is missing',
  Z_DATA_ERROR: 'it is damaged, or not packed by gzip',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
}

type Problem = { readonly line: number; readonly problem: string }

/** The conversations of a file with their line numbers; notes the lines that hold none. */
async function* conversationsOf(
  bytes: AsyncIterable<Uint8Array>,
  malformed: Array<Problem>,
  people: People,
): AsyncGenerator<Importable> {
  for await (const line of readJsonLines(bytes)) {
    if (line._tag === 'Left') {
      malformed.push({ line: line.left.line, problem: 'it is not JSON' })
      continue
    }
    const read = readStar(line.right.value)
    if ('problem' in read) {
      malformed.push({ line: line.right.line, problem: read.problem })
      continue
    }
    people.meet(read.customer, read.agent)
    yield { _tag: 'Right', right: { line: line.right.line, value: toImport(read) } }
  }
}

type People = ReturnType<typeof newPeople>

// One id may be an agent here and a customer there, so each side has its own names.
const newPeople = () => {
  const names = new Map<string, string>()
  const agents = new Map<string, { readonly agent: Person; readonly conversations: number }>()
  return {
    names,
    meet: (customer: Person, agent: Person): void => {
      names.set(customer.id, customer.name)
      agents.set(agent.id, { agent, conversations: (agents.get(agent.id)?.conversations ?? 0) + 1 })
    },
    busiest: (): Person | null => {
      const [most] = [...agents.values()].sort((a, b) => b.conversations - a.conversations)
      return most?.agent ?? null
    },
  }
}

const describe = ({ _tag, ...rest }: { readonly _tag: string; readonly field?: string }): string =>
  rest.field === undefined ? _tag : `${_tag}: ${rest.field}`
