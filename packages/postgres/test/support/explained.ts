import type pg from 'pg'
import type { Values } from '../../src/Connection.ts'
import { statementsIn } from '../../src/statements.ts'

/** One step of a plan, as EXPLAIN names its parts. */
export type Step = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Filter?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: ReadonlyArray<Step>
}

const flat = (step: Step): ReadonlyArray<Step> => [step, ...(step.Plans ?? []).flatMap(flat)]

/** The steps of a plan in JSON. */
export const stepsIn = ({ rows }: pg.QueryResult): ReadonlyArray<Step> => flat(rows[0]['QUERY PLAN'][0].Plan)

/** Explains statements of the storage to tests, by the client's settings. */
export const explaining = (client: pg.Client, schema: string) => {
  const prepared = new Set<string>()
  const givenTo = (sql: string, values: Values) => {
    const statement = statementsIn(schema)(sql, true)
    return { ...statement, given: statement.names.map((name) => values[name] ?? null) }
  }
  const prepare = async (sql: string, values: Values): Promise<string> => {
    const { text, name, given } = givenTo(sql, values)
    if (!prepared.has(name)) await client.query(`prepare ${name} as ${text}`)
    prepared.add(name)
    const literals = given.map((value) => (value === null ? 'null' : client.escapeLiteral(String(value))))
    return `execute ${name}${literals.length === 0 ? '' : `(${literals.join(', ')})`}`
  }
  return {
    /**
     * The plan for whatever values, which a busy connection keeps; or, given values, the one made for these alone.
     * `answers`: whether the statement selects rows.
     */
    explained: async (sql: string, values?: Values, answers = true): Promise<ReadonlyArray<Step>> => {
      const { text, names } = statementsIn(schema)(sql, answers)
      return values === undefined
        ? stepsIn(await client.query(`explain (generic_plan, format json) ${text}`))
        : stepsIn(
            await client.query(
              `explain (format json) ${text}`,
              names.map((name) => values[name] ?? null),
            ),
          )
    },
    /** Carries a statement out by the plan that the connection keeps of it, made now if there is none; its rows. */
    executed: async (sql: string, values: Values): Promise<ReadonlyArray<unknown>> => {
      const { rows } = await client.query(await prepare(sql, values))
      return rows
    },
    /** The same, with how many rows each step came upon. */
    analyzed: async (sql: string, values: Values): Promise<ReadonlyArray<Step>> =>
      stepsIn(await client.query(`explain (analyze, timing off, format json) ${await prepare(sql, values)}`)),
  }
}

const isOurs = (name: string | undefined): boolean => name?.startsWith('colloquy_') === true

/** The words that search looks up begin with a digest of the tenant: their index knows of no other column. */
const ofWords = 'colloquy_term_terms'

/** Steps of a plan that could come upon a row of another tenant, or that read a table as a whole. */
export const straying = (steps: ReadonlyArray<Step>): ReadonlyArray<string> =>
  steps.flatMap((step) => {
    const type = step['Node Type']
    const index = step['Index Name']
    const what = `${type} ${index ?? step['Relation Name'] ?? ''}: ${step['Index Cond'] ?? step.Filter ?? ''}`
    switch (type) {
      case 'Seq Scan':
        return isOurs(step['Relation Name']) ? [what] : []
      case 'Index Scan':
      case 'Index Only Scan':
      case 'Bitmap Index Scan':
        return index === ofWords || /^\(+tenant = /u.test(step['Index Cond'] ?? '') ? [] : [what]
      // One row, whose place another step of the same statement found.
      case 'Tid Scan':
        return /\(tenant = /u.test(step.Filter ?? '') ? [] : [what]
      default:
        return []
    }
  })

/** How many rows of tables a plan came upon, whether they passed or not. */
export const rowsRead = (steps: ReadonlyArray<Step>): number =>
  steps
    .filter((step) => isOurs(step['Relation Name']))
    .reduce((sum, step) => {
      const rows = (step['Actual Rows'] ?? 0) + (step['Rows Removed by Filter'] ?? 0)
      return sum + rows * (step['Actual Loops'] ?? 0)
    }, 0)
