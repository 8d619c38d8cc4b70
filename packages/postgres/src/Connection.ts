import { CommitLost, fromDriver, isLost } from './errors.ts'
import { type Statements } from './statements.ts'

/** A statement's parameters by name. */
export type Values = { readonly [name: string]: string | number | boolean | null }
export type Row = ReadonlyArray<unknown>

/** A statement's result: nothing, rows of JSON, or rows of text. For many rows JSON takes twice as long. */
type ResultFormat = boolean | 'texts'

/**
 * A statement to send: one with parameters, which may return rows; or bare text that begins or ends a transaction, in
 * which several statements are allowed, and the first may return rows.
 */
export type Statement =
  | { readonly sql: string; readonly values: Values; readonly answers: ResultFormat }
  | { readonly tell: string; readonly ends?: boolean; readonly answers?: boolean }

type DriverQuery = Parameters<Client['query']>[0]
type DriverResult = { readonly rows: ReadonlyArray<{ readonly [column: string]: unknown }> }

/** The part of pg's client that is used. */
export type Client = {
  readonly query: (query: {
    readonly text: string
    readonly values?: Array<unknown>
    readonly name?: string
    /** The timeout in milliseconds; default: the client's. */
    readonly query_timeout?: number
  }) => Promise<DriverResult | ReadonlyArray<DriverResult>>
  /** The socket of pg: corked for a moment, so that statements sent together leave in one packet. */
  readonly connection?: { readonly stream?: { readonly cork?: () => void; readonly uncork?: () => void } }
}

/** A connection, perhaps inside a transaction. It rejects with the driver's errors. */
export type Connection = {
  /**
   * Runs statements in order, each seeing the effects of those before; answers the rows of each. A pipelining client
   * sends them in one round trip.
   */
  readonly send: (statements: ReadonlyArray<Statement>) => Promise<ReadonlyArray<ReadonlyArray<Row>>>
  /** The rows of one statement with the select list `json_build_array(...) as row`. */
  readonly ask: (sql: string, values: Values) => Promise<ReadonlyArray<Row>>
  /** The rows of one statement whose columns are all text. */
  readonly texts: (sql: string, values: Values) => Promise<ReadonlyArray<Row>>
  /** Runs one statement without rows. */
  readonly do: (sql: string, values: Values) => Promise<void>
  /** Runs a statement without parameters or rows, with a timeout in milliseconds. */
  readonly tell: (text: string, patience?: number) => Promise<void>
  /** Whether statements sent together take one round trip. */
  readonly pipelined: boolean
  /** The schema's name, quoted. */
  readonly schema: string
}

export type ConnectionOptions = {
  readonly schema: string
  /** Whether statements may be prepared by name; a pooler may not support that. */
  readonly prepared: boolean
  /** Whether the client sends a statement before the reply to the one before. */
  readonly pipelined: boolean
}

/** A timeout for work on whole tables. */
export const asLongAsItTakes = 24 * 3_600_000

/** The result of a text with several statements is that of the first. */
const first = (answer: DriverResult | ReadonlyArray<DriverResult>): DriverResult =>
  'rows' in answer ? answer : (answer[0] ?? { rows: [] })

const rowsIn = ({ rows }: DriverResult): ReadonlyArray<Row> =>
  rows.map((row) => {
    const [text] = Object.values(row)
    const values: unknown = typeof text === 'string' ? JSON.parse(text) : []
    return Array.isArray(values) ? values : []
  })

const textsIn = ({ rows }: DriverResult): ReadonlyArray<Row> => rows.map(Object.values)

/** A connection over a client. */
export const connectionOver = (
  given: Client,
  statements: Statements,
  options: ConnectionOptions,
): Connection => {
  const query = async (driverQuery: DriverQuery): Promise<DriverResult> =>
    first(await fromDriver(() => given.query(driverQuery)))
  const run = async (statement: Statement): Promise<DriverResult> => {
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
  const answered = (statement: Statement, answer: DriverResult): ReadonlyArray<Row> => {
    if (statement.answers === undefined || statement.answers === false) return []
    return statement.answers === 'texts' ? textsIn(answer) : rowsIn(answer)
  }

  /** Waits for every reply, so that none is still pending afterwards. */
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

/** Ends a transaction. If the connection breaks here, the outcome is unknown. */
const ending = async (told: Promise<DriverResult>): Promise<DriverResult> => {
  try {
    return await told
  } catch (error) {
    throw isLost(error) ? new CommitLost() : error
  }
}

/**
 * The error of failed statements: the first one, unless the connection broke during the commit, whose outcome is then
 * unknown.
 */
const lastWord = (error: unknown, last: PromiseSettledResult<unknown> | undefined): unknown =>
  isLost(error) && last?.status === 'rejected' && last.reason instanceof CommitLost ? last.reason : error
