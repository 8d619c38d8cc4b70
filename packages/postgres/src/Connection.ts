import { createHash } from 'node:crypto'
import { CommitLost, isLost } from './errors.ts'

/** What is given to a statement, by name. */
export type Values = { readonly [name: string]: string | number | boolean | null }
export type Row = ReadonlyArray<unknown>

/**
 * A statement of the write path: it is given the tenant as `@tenant` and any number of rows as `@rows`, JSON, so that
 * one statement does for a whole batch. `answers`: whether it selects rows.
 */
export type Step = {
  readonly sql: string
  readonly rows: ReadonlyArray<object>
  readonly answers: boolean
}

type Answer = { readonly rows: ReadonlyArray<{ readonly [column: string]: unknown }> }

/** What runs statements: a client of pg, as far as it is used. */
export type Client = {
  readonly query: (query: {
    readonly text: string
    readonly values?: Array<unknown>
    readonly name?: string
  }) => Promise<Answer>
}

export type Around = { readonly begin?: string | null; readonly end?: string | null }

/** A connection, perhaps inside a transaction. Whatever fails rejects with what the driver threw. */
export type Connection = {
  /** The rows of one statement, whose select list is one `json_build_array(...) as row`. */
  readonly ask: (sql: string, values: Values) => Promise<ReadonlyArray<Row>>
  /**
   * Steps one after the other, each seeing what those before it did; the rows of each. `begin` and `end` go before and
   * after them, without a round trip of their own where the client need not wait for answers.
   */
  readonly run: (
    tenant: string,
    steps: ReadonlyArray<Step>,
    around?: Around,
  ) => Promise<ReadonlyArray<ReadonlyArray<Row>>>
  /** One statement that answers nothing. */
  readonly do: (sql: string, values: Values) => Promise<void>
  /** A statement without parameters or rows. */
  readonly tell: (text: string) => Promise<void>
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

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Statements are written for no schema in particular: here each table and function gets its own. */
export const inSchema = (sql: string, schema: string): string =>
  sql.replace(/(?<![\w."'])colloquy_\w+/gu, (name) => `${schema}.${name}`)

/** Rows as one text of JSON: a driver's or a query builder's own ideas of types and names can't get in between. */
const asText = (sql: string): string => gathered(sql, `coalesce(json_agg(q.row), '[]')::text as rows`)

const gathered = (sql: string, all: string): string => {
  if (!changing.test(sql)) return `select ${all} from (${sql}) q`
  // What changes rows may only stand at the top: its answer becomes one more part beside it.
  const at = sql.lastIndexOf('select json_build_array(')
  return `${sql.slice(0, at).trimEnd()}, q as (${sql.slice(at)}) select ${all} from q`
}

const changing = /^with\s+\w+\s+as\s+\(\s*(?:insert|update|delete)\b/u

type Prepared = { readonly text: string; readonly names: ReadonlyArray<string>; readonly name: string }

/** `@name` as `$n`, the same for the same name. */
const numbered = (sql: string): { readonly text: string; readonly names: ReadonlyArray<string> } => {
  const names: Array<string> = []
  const text = sql.replace(/@([a-zA-Z]\w*)/gu, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { text, names }
}

/** Texts of statements, made once for a schema. */
export type Statements = (sql: string, answers: boolean) => Prepared

export const statementsFor = (schema: string): Statements => {
  const made = new Map<string, Prepared>()
  return (sql, answers) => {
    const known = made.get(sql)
    if (known !== undefined) return known
    const { text, names } = numbered(inSchema(answers ? asText(sql) : sql, schema))
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 24)
    const statement = { text, names, name: `colloquy_${digest}` }
    made.set(sql, statement)
    return statement
  }
}

const rowsIn = (answer: Answer): ReadonlyArray<Row> => {
  const [text] = Object.values(answer.rows[0] ?? {})
  const rows: unknown = typeof text === 'string' ? JSON.parse(text) : []
  return Array.isArray(rows) ? rows : []
}

const runAll = 'select json_build_array(colloquy_run(@tenant, @statements)) as row'

/** A connection over a client. */
export const connectionOver = (
  client: Client,
  statements: Statements,
  options: ConnectionOptions,
): Connection => {
  const send = (sql: string, answers: boolean, values: Values): Promise<Answer> => {
    const { text, names, name } = statements(sql, answers)
    const given = names.map((each) => {
      const value = values[each]
      if (value === undefined) throw new Error(`a statement without its @${each}`)
      return value
    })
    return client.query(options.prepared ? { text, values: given, name } : { text, values: given })
  }

  const ask = async (sql: string, values: Values): Promise<ReadonlyArray<Row>> =>
    rowsIn(await send(sql, true, values))

  /** Each is sent before the last is answered; all answers are waited for, so that nothing is left on its way. */
  const pipelined: Connection['run'] = async (tenant, steps, { begin = null, end = null } = {}) => {
    const began = begin === null ? [] : [client.query({ text: begin })]
    const sent = steps.map(({ sql, rows, answers }) =>
      send(sql, answers, { tenant, rows: JSON.stringify(rows) }),
    )
    const ended = end === null ? [] : [ending(client, end)]
    const done = await Promise.allSettled([...began, ...sent, ...ended])
    const failed = done.find((each) => each.status === 'rejected')
    if (failed !== undefined) throw lastWord(failed.reason, done.at(-1), end !== null)
    const answers = await Promise.all(sent)
    return answers.map((answer, i) => (steps[i]?.answers === true ? rowsIn(answer) : []))
  }

  /** All in one call: each further one would be a round trip of its own. */
  const together: Connection['run'] = async (tenant, steps, { begin = null, end = null } = {}) => {
    if (begin !== null) await client.query({ text: begin })
    const answers = steps.length === 0 ? [] : await inOneCall(tenant, steps)
    if (end !== null) await ending(client, end)
    return answers
  }

  const inOneCall = async (
    tenant: string,
    steps: ReadonlyArray<Step>,
  ): Promise<ReadonlyArray<ReadonlyArray<Row>>> => {
    const given = steps.map(({ sql, rows, answers }) => ({
      sql: positional(inSchema(answers ? asJson(sql) : sql, options.schema)),
      rows,
      answers,
    }))
    const [row] = await ask(runAll, { tenant, statements: JSON.stringify(given) })
    const found: unknown = row?.[0]
    return steps.map((step, i) => {
      const rows: unknown = Array.isArray(found) ? found[i] : []
      return step.answers && Array.isArray(rows) ? rows : []
    })
  }

  return {
    ask,
    do: async (sql, values) => void (await send(sql, false, values)),
    run: options.pipelined ? pipelined : together,
    tell: async (text) => void (await client.query({ text })),
    schema: options.schema,
  }
}

const asJson = (sql: string): string => gathered(sql, `coalesce(json_agg(q.row), '[]')`)

/** Inside `colloquy_run` a statement has two parameters, always the same. */
const positional = (sql: string): string => sql.replaceAll('@tenant', '$1').replaceAll('@rows', '$2')

/** Ends a transaction. When the connection breaks here, nobody can say any more whether it ended well. */
const ending = async (client: Client, text: string): Promise<Answer> => {
  try {
    return await client.query({ text })
  } catch (error) {
    throw isLost(error) ? new CommitLost() : error
  }
}

/** What to say of a pipeline that failed: the first error, unless the connection broke while its end was on its way. */
const lastWord = (
  error: unknown,
  last: PromiseSettledResult<unknown> | undefined,
  ended: boolean,
): unknown => {
  if (!ended || !isLost(error) || last?.status !== 'rejected') return error
  return last.reason
}
