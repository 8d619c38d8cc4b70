import { CommitLost, fromDriver, isLost } from './errors.ts'
import { type Statements } from './statements.ts'

/** What is given to a statement, by name. */
export type Values = { readonly [name: string]: string | number | boolean | null }
export type Row = ReadonlyArray<unknown>

/** What a statement answers: nothing, rows of JSON, or rows of texts: where there are many, JSON takes twice as long. */
type Answers = boolean | 'texts'

/**
 * A statement on its way: one with values, which may answer rows, or a bare text that begins or ends a transaction, of
 * one statement or several, of which the first may answer rows.
 */
export type Statement =
  | { readonly sql: string; readonly values: Values; readonly answers: Answers }
  | { readonly tell: string; readonly ends?: boolean; readonly answers?: boolean }

type Asked = Parameters<Client['query']>[0]
type Answer = { readonly rows: ReadonlyArray<{ readonly [column: string]: unknown }> }

/** What runs statements: a client of pg, as far as it is used. */
export type Client = {
  readonly query: (query: {
    readonly text: string
    readonly values?: Array<unknown>
    readonly name?: string
    /** How long to wait for the answer, in milliseconds; what the client was set to unless told. */
    readonly query_timeout?: number
  }) => Promise<Answer | ReadonlyArray<Answer>>
  /** Where pg writes to: held back for a moment, statements that are sent together leave together. */
  readonly connection?: { readonly stream?: { readonly cork?: () => void; readonly uncork?: () => void } }
}

/** A connection, perhaps inside a transaction. Whatever fails rejects with what the driver threw. */
export type Connection = {
  /**
   * Statements one after the other, each seeing what those before it did; the rows of each. Where the client need not
   * wait for answers they take one round trip together.
   */
  readonly send: (statements: ReadonlyArray<Statement>) => Promise<ReadonlyArray<ReadonlyArray<Row>>>
  /** The rows of one statement, whose select list is one `json_build_array(...) as row`. */
  readonly ask: (sql: string, values: Values) => Promise<ReadonlyArray<Row>>
  /** The same of a statement whose columns are all text. */
  readonly texts: (sql: string, values: Values) => Promise<ReadonlyArray<Row>>
  /** One statement that answers nothing. */
  readonly do: (sql: string, values: Values) => Promise<void>
  /** A statement without parameters or rows, and how long it may take, in milliseconds. */
  readonly tell: (text: string, patience?: number) => Promise<void>
  /** Whether statements that are sent together take one round trip. */
  readonly pipelined: boolean
  /** The schema's name, quoted. */
  readonly schema: string
}

export type ConnectionOptions = {
  readonly schema: string
  /** Whether statements may be prepared by name; a pooler between may not allow it. */
  readonly prepared: boolean
  /** Whether the client sends a statement before the one before was answered. */
  readonly pipelined: boolean
}

/** For work on whole tables. */
export const asLongAsItTakes = 24 * 3_600_000

/** The answer to a text of several statements is that to the first. */
const first = (answer: Answer | ReadonlyArray<Answer>): Answer =>
  'rows' in answer ? answer : (answer[0] ?? { rows: [] })

const rowsIn = ({ rows }: Answer): ReadonlyArray<Row> =>
  rows.map((row) => {
    const [text] = Object.values(row)
    const values: unknown = typeof text === 'string' ? JSON.parse(text) : []
    return Array.isArray(values) ? values : []
  })

const textsIn = ({ rows }: Answer): ReadonlyArray<Row> => rows.map(Object.values)

/** A connection over a client. */
export const connectionOver = (
  given: Client,
  statements: Statements,
  options: ConnectionOptions,
): Connection => {
  const query = async (asked: Asked): Promise<Answer> => first(await fromDriver(() => given.query(asked)))
  const run = async (statement: Statement): Promise<Answer> => {
    if ('tell' in statement) {
      const told = query({ text: statement.tell })
      return statement.ends === true ? ending(told) : told
    }
    const { text, names, name } = statements(statement.sql, statement.answers === true)
    const bound = names.map((each) => {
      const value = statement.values[each]
      if (value === undefined) throw new Error(`a statement without its @${each}`)
      return value
    })
    return query(options.prepared ? { text, values: bound, name } : { text, values: bound })
  }
  const answered = (statement: Statement, answer: Answer): ReadonlyArray<Row> => {
    if (statement.answers === undefined || statement.answers === false) return []
    return statement.answers === 'texts' ? textsIn(answer) : rowsIn(answer)
  }

  /** All answers are waited for, so that nothing is left on its way. */
  const together: Connection['send'] = async (all) => {
    const stream = given.connection?.stream
    stream?.cork?.()
    const sent = all.map(run)
    process.nextTick(() => stream?.uncork?.())
    const done = await Promise.allSettled(sent)
    return done.map((answer, i) => {
      if (answer.status === 'rejected') throw lastWord(answer.reason, done.at(-1))
      const statement = all[i]
      return statement === undefined ? [] : answered(statement, answer.value)
    })
  }
  const inTurn: Connection['send'] = async (all) => {
    const rows: Array<ReadonlyArray<Row>> = []
    for (const statement of all) rows.push(answered(statement, await run(statement)))
    return rows
  }

  return {
    send: options.pipelined ? together : inTurn,
    ask: async (sql, values) => rowsIn(await run({ sql, values, answers: true })),
    texts: async (sql, values) => textsIn(await run({ sql, values, answers: 'texts' })),
    do: async (sql, values) => void (await run({ sql, values, answers: false })),
    tell: async (text, patience) =>
      void (await query(patience === undefined ? { text } : { text, query_timeout: patience })),
    pipelined: options.pipelined,
    schema: options.schema,
  }
}

/** Ends a transaction. When the connection breaks here, nobody can say any more whether it ended well. */
const ending = async (told: Promise<Answer>): Promise<Answer> => {
  try {
    return await told
  } catch (error) {
    throw isLost(error) ? new CommitLost() : error
  }
}

/** What to say of statements that failed: the first error, unless the connection broke while the end was on its way. */
const lastWord = (error: unknown, last: PromiseSettledResult<unknown> | undefined): unknown =>
  isLost(error) && last?.status === 'rejected' && last.reason instanceof CommitLost ? last.reason : error
